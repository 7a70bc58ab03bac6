// Opens the real desktop app on a workstation.
import { join } from 'node:path'
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test'
import { electronBinary } from '../machine'
import type { OpenApp } from './open'
import type { Workstation } from './workstation'

const root = join(import.meta.dirname, '../..')

export async function openDesktop(
  on: Workstation,
  /** Further switches for Chromium. */
  switches: readonly string[] = [],
): Promise<OpenApp & { electron: ElectronApplication }> {
  const binary = await electronBinary({ download: false })
  if (binary.is === 'absent') throw new Error(binary.why)
  const electron = await _electron.launch({
    executablePath: binary.path,
    // Chromium's sandbox refuses to run as root; the suite runs as root where it starts its own engine.
    args: [
      root,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--force-device-scale-factor=1',
      ...switches,
    ],
    env: { ...inherited(), ...on.env },
  })
  const page = await electron.firstWindow()
  outliveCollection(electron)
  return {
    electron,
    page,
    lab: async () => {
      const inner = await webviewPage(electron, page)
      return { root: inner, keyboard: inner.keyboard }
    },
    close: () => electron.close(),
  }
}

const startMilliseconds = 30_000

/**
 * While the app still reads its own code, V8 collects the answer of an `evaluate` now and then before Playwright has it ("Resulting
 * promise was garbage collected"). What is evaluated at a start says or sets something, and may be evaluated again.
 */
function outliveCollection(electron: ElectronApplication): void {
  const started = performance.now()
  const evaluate = electron.evaluate.bind(electron) as (...given: unknown[]) => Promise<unknown>
  const again = async (...given: unknown[]): Promise<unknown> => {
    try {
      return await evaluate(...given)
    } catch (error) {
      const collected = error instanceof Error && error.message.includes('promise was garbage collected')
      if (!collected || performance.now() - started > startMilliseconds) throw error
      return await again(...given)
    }
  }
  electron.evaluate = again as typeof electron.evaluate
}

async function webviewPage(electron: ElectronApplication, page: Page): Promise<Page> {
  await expect(page.locator('webview').first()).toBeAttached({ timeout: 60_000 })
  const found = () => electron.windows().filter((window) => /^http:\/\/127\.0\.0\.1:\d+\//.test(window.url()))
  await expect.poll(() => found().length, { timeout: 60_000 }).toBeGreaterThan(0)
  const inner = found().at(-1)
  if (inner === undefined) throw new Error('The webview went away again')
  return inner
}

function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}
