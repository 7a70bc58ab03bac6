// What would show that something reached the app: its state before and after, its page, and what it asked of the system.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { docker } from '../app/docker'
import type { Desktop, Ground } from './stage'

/** What the containers are, and what the app has stored about itself. */
async function stateOf({ on }: Ground, profile: string): Promise<object> {
  const format = '{{.ID}} {{.Names}} {{.State}} {{.Image}}'
  const stored = JSON.parse(await readFile(join(profile, 'settings.json'), 'utf8')) as Record<string, unknown>
  return {
    containers: (await docker(on.rig, ['ps', '--all', '--no-trunc', '--format', format])).split('\n').sort(),
    volumes: (await docker(on.rig, ['volume', 'ls', '--quiet'])).split('\n').sort(),
    // Where the window stands is the one thing that it writes by itself.
    settings: { ...stored, window: null },
  }
}

export type PageWatch = {
  /** Errors that scripts of the page threw or that its policy reported, since the last time. */
  errors(): string[]
  /** alert, confirm and prompt of the page or a frame in it. */
  dialogs(): string[]
  /** What the page itself (no frame in it) asked of other hosts. */
  requests(): string[]
}

export function watchPage(page: Page): PageWatch {
  const errors: string[] = []
  const dialogs: string[] = []
  const requests: string[] = []
  const { origin } = new URL(page.url())
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // A frame's own console is its own affair.
    if (message.type() === 'error' && message.location().url.startsWith(origin)) errors.push(message.text())
  })
  page.on('dialog', (dialog) => {
    if (dialog.type() === 'beforeunload') return void dialog.accept()
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = request.url()
    const ours = request.serviceWorker() === null && request.frame() === page.mainFrame()
    if (ours && !/^(data|blob):/.test(url) && !url.startsWith(`${origin}/`)) requests.push(url)
  })
  const taken = (list: string[]) => list.splice(0)
  return { errors: () => taken(errors), dialogs: () => taken(dialogs), requests: () => taken(requests) }
}

/** The app's page is where it was, says its own name, and holds no element that somebody's text made. */
export async function pageIsItself(page: Page, origin: string): Promise<void> {
  expect(page.url().startsWith(`${origin}/`)).toBe(true)
  expect(await page.evaluate(() => document.title)).toBe('Berth')
  const strangers = await page.evaluate(() => ({
    scripts: [...document.scripts].filter(
      (script) => !script.src.startsWith(location.href.split('/').slice(0, 3).join('/')),
    ).length,
    injected: document.querySelectorAll(
      '[onerror],[onload],[onclick],[data-hostile],base,object,embed,form[action]',
    ).length,
    ran: 'hostileRan' in window,
  }))
  expect(strangers).toEqual({ scripts: 0, injected: 0, ran: false })
}

/** The state now, to be compared with the one after what a test does. */
export async function untouched(ground: Ground, profile: string, body: () => Promise<void>): Promise<void> {
  const before = await stateOf(ground, profile)
  await body()
  expect(await stateOf(ground, profile)).toEqual(before)
}

/**
 * From now on counts the page's attempts to go elsewhere: those that reached the main process, and those that the page's own
 * rules ended, which it says as errors.
 */
export async function watchLeaving({ electron, page }: Desktop): Promise<() => Promise<number>> {
  await electron.evaluate(({ BrowserWindow }) => {
    const noted = globalThis as typeof globalThis & { left: number }
    noted.left = 0
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    for (const way of ['will-navigate', 'did-navigate', 'will-redirect'] as const)
      contents?.on(way as 'will-navigate', () => (noted.left += 1))
  })
  let said = 0
  // Wherever Chromium says it happened: a refused file: has no place in our page.
  page.on('console', (message) => {
    if (message.type() === 'error') said += 1
  })
  return async () => {
    return said + (await electron.evaluate(() => (globalThis as typeof globalThis & { left: number }).left))
  }
}

export type System = {
  questions: { message: string; detail: string; buttons: string[]; defaultId: number }[]
  opened: string[]
}

/** From now on questions are answered with `answer` (and noted), and nothing opens outside. */
export async function standInForThePerson(
  { electron }: Pick<Desktop, 'electron'>,
  answer: { response: number; checkboxChecked?: boolean; milliseconds?: number },
): Promise<void> {
  await electron.evaluate(({ dialog, shell }, given) => {
    const noted = globalThis as typeof globalThis & { asked: unknown[]; opened: string[]; answered: number }
    noted.asked = []
    noted.opened = []
    noted.answered = 0
    dialog.showMessageBox = (...args: unknown[]) => {
      const { message, detail, buttons, defaultId } = args.at(-1) as Record<string, unknown>
      noted.asked.push({ message, detail, buttons, defaultId })
      const result = { response: given.response, checkboxChecked: given.checkboxChecked ?? false }
      return new Promise((resolve) => {
        const answer = () => {
          noted.answered += 1
          resolve(result)
        }
        setTimeout(answer, given.milliseconds ?? 0)
      })
    }
    // A notebook left with changes: the person leaves.
    dialog.showMessageBoxSync = () => 1
    shell.openExternal = (url: string) => {
      noted.opened.push(url)
      return Promise.resolve()
    }
  }, answer)
}

export function systemOf({ electron }: Pick<Desktop, 'electron'>): Promise<System> {
  return electron.evaluate(() => {
    const noted = globalThis as typeof globalThis & { asked: System['questions']; opened: string[] }
    return { questions: noted.asked, opened: noted.opened }
  })
}

/** How many of the questions the stand-in has answered. */
export function answeredBy({ electron }: Pick<Desktop, 'electron'>): Promise<number> {
  return electron.evaluate(() => (globalThis as typeof globalThis & { answered: number }).answered)
}
