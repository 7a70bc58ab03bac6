// A terminal of the app as a person uses it: what is drawn on its screen, and what is typed into it.
import { expect, type Locator, type Page } from '@playwright/test'
import type { Rig } from '../rig'
import type { CatalogueReference } from '../../shared/model/settings'

const patience = { timeout: 30_000 }

/** The image with the programs of a terminal, as an entry of the catalogue. */
export async function toolsReference(rig: Rig): Promise<CatalogueReference> {
  return {
    id: 'rig-tools',
    title: 'Terminal programs',
    image: await rig.tools(),
    jupyter: false,
    origin: 'rig',
  }
}

/** Launches the tools and gives the terminal that opens by itself, once its shell has its prompt. */
export async function launchTools(page: Page): Promise<TerminalPage> {
  await page.getByRole('button', { name: 'Launch Terminal programs' }).click()
  await page.getByRole('button', { name: 'Terminal only' }).click({ timeout: 60_000 })
  const terminal = terminalOf(page)
  // zsh writes the last exit code at the right.
  await terminal.shows(/[%$#] *(\[0\])? *$/m)
  return terminal
}

export type TerminalPage = {
  page: Page
  screen: Locator
  /** The rows as they are drawn now, without blanks at the ends. */
  rows(): Promise<string[]>
  /** Settles after what was asked of the screen is drawn. */
  drawn(): Promise<string[]>
  /** Waits until the drawn rows, a line each, match. */
  shows(wanted: RegExp): Promise<void>
  lacks(unwanted: RegExp): Promise<void>
  type(text: string): Promise<void>
  /** Types a line and presses Enter. */
  run(command: string): Promise<void>
  press(...keys: string[]): Promise<void>
  /** The scrollback and the screen, read by paging up from the end; leaves the screen at its end. */
  everything(): Promise<string[]>
}

/** The terminal that is seen; with several beside each other, the one that has the keyboard. */
export function terminalOf(page: Page): TerminalPage {
  const screen = page.locator('.xterm:visible').last()
  const rows = () => drawn(screen)
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const type = async (text: string) => {
    await screen.locator('textarea').focus()
    await page.keyboard.insertText(text)
  }
  const text = async () => (await rows()).join('\n')
  return {
    page,
    screen,
    rows,
    drawn: () => settled(screen),
    shows: (wanted) => expect.poll(text, patience).toMatch(wanted),
    lacks: (unwanted) => expect.poll(text, patience).not.toMatch(unwanted),
    type,
    run: async (command) => {
      await type(command)
      await press('Enter')
    },
    press,
    everything: async () => joined((await screen.evaluate(pageUp)).map((page) => page.map(tidy))),
  }
}

async function drawn(screen: Locator): Promise<string[]> {
  const rows = await screen.locator('.xterm-rows > div').allTextContents()
  return rows.map(tidy)
}

/** After xterm drew what was asked for: it draws in the next frame. */
async function settled(screen: Locator): Promise<string[]> {
  const rows = await screen.evaluate(async (element) => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    return [...element.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent)
  })
  return rows.map(tidy)
}

/** Runs in the page: presses Shift+PageUp until the rows stay as they are, and goes back to the end. */
async function pageUp(element: Element): Promise<string[][]> {
  const rows = () => [...element.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent)
  const press = async (key: 'PageUp' | 'PageDown', keyCode: number) => {
    const init = { key, code: key, keyCode, shiftKey: true, bubbles: true, cancelable: true }
    // xterm takes no typed text between a key's going down and its coming up.
    for (const way of ['keydown', 'keyup'])
      element.querySelector('textarea')?.dispatchEvent(new KeyboardEvent(way, init))
    // xterm draws in the next frame.
    if (key === 'PageUp') for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
  }
  let top = rows()
  const pages = [top]
  for (let unchanged = 0; unchanged < 3;) {
    await press('PageUp', 33)
    const next = rows()
    if (next.join('\n') === top.join('\n')) unchanged += 1
    else {
      unchanged = 0
      top = next
      pages.unshift(next)
    }
  }
  for (let page = 0; page < pages.length; page++) await press('PageDown', 34)
  return pages
}

const tidy = (row: string) => row.replaceAll('\u00a0', ' ').trimEnd()

const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((row, at) => row === other[at])

/** Pages that overlap, put together: each but the first adds what is new below the one above it. */
function joined(pages: readonly string[][]): string[] {
  const all = [...(pages[0] ?? [])]
  for (const next of pages.slice(1)) {
    let overlap = Math.min(next.length, all.length)
    while (overlap > 0 && !same(all.slice(-overlap), next.slice(0, overlap))) overlap -= 1
    all.push(...next.slice(overlap))
  }
  return all
}
