// The app as a person has it, in Chromium and in Electron, with the probe in its page and xterm.js alone beside it.
import type { Page } from '@playwright/test'
import { openBrowser } from '../../app/browser'
import { openDesktop } from '../../app/desktop'
import type { Workstation } from '../../app/workstation'
import { bundlePage } from './bundle'

export type Face = {
  name: 'chromium' | 'electron'
  page: Page
  mainPid: number
  /** A page of its own in the same browser. */
  openBeside(url: string): Promise<Page>
  close(): Promise<void>
}

export type FaceName = Face['name']

/**
 * A screen of 60 Hz alone lets a keystroke wait for up to 16.7 ms, and half of that on average. What the app takes is seen without
 * the screen's clock.
 */
export const withoutClock = ['--disable-frame-rate-limit', '--disable-gpu-vsync'] as const

export async function openFace(
  name: FaceName,
  on: Workstation,
  how: { display: Record<string, string>; switches: readonly string[] },
): Promise<Face> {
  const face =
    name === 'chromium' ? await chromium(on, how.switches) : await electron(on, how.display, how.switches)
  const { script } = await bundlePage('probe')
  await face.page.context().addInitScript({ content: script })
  await face.page.reload()
  return face
}

async function chromium(on: Workstation, switches: readonly string[]): Promise<Face> {
  const app = await openBrowser(on, switches)
  return {
    name: 'chromium',
    page: app.page,
    mainPid: app.serverPid,
    openBeside: async (url) => {
      const page = await app.page.context().newPage()
      await page.goto(url)
      return page
    },
    close: () => app.close(),
  }
}

async function electron(
  on: Workstation,
  display: Record<string, string>,
  switches: readonly string[],
): Promise<Face> {
  const app = await openDesktop({ ...on, env: { ...on.env, ...display } }, switches)
  return {
    name: 'electron',
    page: app.page,
    mainPid: app.electron.process().pid ?? 0,
    openBeside: async (url) => {
      const opened = app.electron.waitForEvent('window')
      await app.electron.evaluate(
        ({ BrowserWindow }, address) =>
          new BrowserWindow({ width: 1360, height: 880, x: 0, y: 0 }).loadURL(address),
        url,
      )
      const page = await opened
      await page.waitForLoadState()
      return page
    },
    close: () => app.close(),
  }
}
