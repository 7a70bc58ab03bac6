// Terminals in the app's page: opened by a person's clicks, typed into, found by their id.
import { expect, type Page } from '@playwright/test'
import { goTo } from '../../app/journey'
import type { Ground } from './ground'

export const prompt = 'bench> '

export type UiTerminal = { page: Page; id: string }

/** Opens the container's first terminal from the containers room. */
export async function openTerminal(page: Page, { container }: Ground): Promise<UiTerminal> {
  await goTo(page, 'Containers')
  const row = page.getByRole('row', { name: new RegExp(container.name) })
  await row.getByRole('button', { name: 'Terminal', exact: true }).click()
  const terminal = await ready(page)
  // What is still being read about the container is drawn as moving placeholders: that is opening, not idling.
  await page.waitForFunction(() => document.getAnimations().length === 0, undefined, { timeout: 30_000 })
  return terminal
}

/** A further tab in the panel that is open. */
export async function openAnother(page: Page): Promise<UiTerminal> {
  const before = await shown(page)
  await page.getByRole('button', { name: 'New terminal', exact: true }).click()
  await expect.poll(() => shown(page), { timeout: 30_000 }).not.toEqual(before)
  return await ready(page, before)
}

/** A second one in sight, beside or below the first. */
export async function openBesideIt(terminal: UiTerminal): Promise<UiTerminal> {
  await focus(terminal)
  const before = await shown(terminal.page)
  await terminal.page.keyboard.press('Control+Shift+E')
  await expect.poll(() => shown(terminal.page), { timeout: 30_000 }).not.toEqual(before)
  return await ready(terminal.page, before)
}

/** Ids of the terminals in sight. */
async function shown(page: Page): Promise<string[]> {
  const screens = await page.locator('[data-terminal]:visible').all()
  return Promise.all(screens.map(async (screen) => (await screen.getAttribute('data-terminal')) ?? ''))
}

/** How many there are, in sight or not. */
export function openTerminals(page: Page): Promise<number> {
  return page.locator('[data-terminal]').count()
}

/** The one that came into sight, with a prompt that nothing else prints. */
async function ready(page: Page, before: readonly string[] = []): Promise<UiTerminal> {
  await expect(page.locator('[data-terminal]:visible').first()).toBeVisible({ timeout: 30_000 })
  const id = (await shown(page)).find((each) => !before.includes(each)) ?? ''
  const rows = page.locator(`[data-terminal="${id}"] .xterm-rows`)
  await expect(rows).toContainText(/[$#]/, { timeout: 30_000 })
  const terminal = { page, id }
  await command(terminal, `PS1='${prompt}'; clear`)
  await expect(rows).toContainText(prompt.trim(), { timeout: 30_000 })
  return terminal
}

/** Types a line; nothing waits for what it does. */
export async function command(terminal: UiTerminal, line: string): Promise<void> {
  await focus(terminal)
  await terminal.page.keyboard.insertText(line)
  await terminal.page.keyboard.press('Enter')
}

export async function focus({ page, id }: UiTerminal): Promise<void> {
  await page.locator(`[data-terminal="${id}"] textarea`).focus()
}

/** Milliseconds from the key that ends a line until `text` is drawn. */
export async function untilDrawn(terminal: UiTerminal, line: string, text: string): Promise<number> {
  const { page, id } = terminal
  await page.evaluate(
    ([to, shown]) => globalThis.berthProbe.fromKey(to, { key: 'Enter', ctrl: false, text: shown }),
    [id, text] as const,
  )
  await command(terminal, line)
  return await page.evaluate(() => globalThis.berthProbe.took())
}

/** In character cells, as programs in it are told. */
export async function sizeOf(terminal: UiTerminal): Promise<{ cols: number; rows: number }> {
  await untilDrawn(terminal, 'clear; echo si""ze $(stty size) cells', 'cells')
  const screen = await terminal.page.evaluate((id) => globalThis.berthProbe.screen(id), terminal.id)
  const [, rows, cols] = /size (\d+) (\d+) cells/.exec(screen) ?? []
  return { cols: Number(cols), rows: Number(rows) }
}
