// The desktop app's own parts: its page's process, the thread that keeps the terminals' screens, a terminal's program, a second start.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { openDesktop } from '../app/desktop'
import { docker } from '../app/docker'
import { goTo } from '../app/journey'
import { terminalOf } from '../app/terminal'
import type { Workstation } from '../app/workstation'
import { electronBinary } from '../machine'
import { fault, faulty, takesItsRigDown } from './fault'

takesItsRigDown()

test.describe('the window', () => {
  let on: Workstation
  let app: Awaited<ReturnType<typeof openDesktop>>

  test.beforeAll(async () => {
    on = await faulty()
    await docker(on.rig, ['run', '--detach', '--name', 'talker', on.rig.images.tiny, 'sleep', '600'])
    app = await openDesktop(on)
    await goTo(app.page, 'Containers')
    await app.page
      .getByRole('row', { name: /talker/ })
      .getByRole('button', { name: 'Terminal' })
      .click()
    const terminal = terminalOf(app.page)
    await terminal.shows(/[#$] *$/m)
    await terminal.run('echo ki""lroy')
    await terminal.shows(/^kilroy$/m)
  })
  test.afterAll(async () => {
    await app.close()
    await docker(on.rig, ['rm', '--force', 'talker'])
    await on.clear()
  })

  fault(
    'The thread that keeps the screens of terminals dies: terminals go on, and a new one takes its place',
    'the worker thread of the terminals’ screens ended from outside, in the desktop app with a terminal open',
    async (seen) => {
      // Nobody outside has hold of the thread: whoever is next spoken to is it, for there is no other.
      await app.electron.evaluate(() => {
        const { Worker } = process.getBuiltinModule('node:worker_threads')
        // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the thread that it is spoken to by
        const { postMessage } = Worker.prototype
        Worker.prototype.postMessage = function (...args: Parameters<typeof postMessage>) {
          Reflect.set(globalThis, 'berthFaultThread', this)
          return postMessage.apply(this, args)
        }
      })
      await terminalOf(app.page).run('clear; echo ki""lroy')
      await terminalOf(app.page).shows(/^kilroy$/m)
      const code = await app.electron.evaluate(() => {
        const thread = Reflect.get(globalThis, 'berthFaultThread') as Worker
        return thread.terminate()
      })
      expect(code).toBe(1)
      seen.strikes()
      await terminalOf(app.page).run('echo still here')
      await seen.sees(
        app.page
          .locator('.xterm-rows > div')
          .getByText(/^still here/)
          .first(),
        5_000,
      )
      // A window that comes back is repainted by the new one, from what was said before the old one died.
      await app.page.reload()
      await terminalOf(app.page).shows(/^kilroy$/m)
      await terminalOf(app.page).shows(/^still here$/m)
    },
  )

  fault(
    'A second start brings the window that is there to the front, and ends',
    'the desktop app started again on the same BERTH_HOME',
    async (seen) => {
      await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
      seen.strikes()
      const binary = await electronBinary({ download: false })
      if (binary.is === 'absent') throw new Error(binary.why)
      const root = join(import.meta.dirname, '../..')
      const second = spawn(binary.path, [root, '--no-sandbox'], {
        env: { ...process.env, ...on.env },
        stdio: 'ignore',
      })
      const [code] = (await once(second, 'exit')) as [number | null]
      expect(code).toBe(0)
      const isMinimised = () =>
        app.electron.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((each) => each.isMinimized()),
        )
      await expect.poll(isMinimised).toEqual([false])
      seen.saw('the window there was, in front again; no second one')
    },
  )

  fault(
    'A window and a server on one home keep each other’s changes',
    '`berth serve` and the desktop app on the same BERTH_HOME, each changing another setting',
    async (seen) => {
      const { page } = app
      const browser = await openBrowser(on)
      try {
        seen.strikes()
        await goTo(page, 'Settings')
        const theme = (name: string) => page.getByRole('radio', { name, exact: true }).first().click()
        await theme('Dark')
        await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
        await goTo(browser.page, 'Settings')
        await browser.page.getByLabel('Default folder').fill('/tmp')
        await browser.page.getByLabel('Default folder').press('Enter')
        const kept = async () =>
          JSON.parse(await readFile(join(on.profile, 'settings.json'), 'utf8')) as object
        await expect.poll(kept).toMatchObject({ theme: 'dark', projectFolder: '/tmp' })
        // The window has not read what the server wrote: its own change must not take it back.
        await theme('Light')
        await expect.poll(kept).toMatchObject({ theme: 'light', projectFolder: '/tmp' })
        seen.saw('the settings of both in one whole file')
      } finally {
        await browser.close()
      }
    },
  )

  fault(
    'A window whose page crashes shows it again, with the terminal as it was',
    'the renderer’s process crashed on purpose under an open terminal',
    async (seen) => {
      await app.page.getByRole('group', { name: 'Open environments' }).getByTitle('talker').click()
      // The thread of the first case took what was on its screen along.
      await terminalOf(app.page).run('clear; echo ki""lroy')
      await terminalOf(app.page).shows(/^kilroy$/m)
      await app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      )
      seen.strikes()
      // The page that the test held is gone with its process: the new one is asked through the main process.
      await expect.poll(() => rowsByMain(app).catch(() => ''), { timeout: 20_000 }).toMatch(/^kilroy$/m)
      seen.saw('the same screen, with “kilroy” on it')
    },
  )
})

type Desktop = Awaited<ReturnType<typeof openDesktop>>

function rowsByMain(app: Desktop): Promise<string> {
  return app.electron.evaluate(({ BrowserWindow }) => {
    const script = `[...document.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent.replaceAll('\\u00a0', ' ').trimEnd()).join('\\n')`
    const asked = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script) as Promise<string>
    // A question to a page that crashes is never settled.
    return Promise.race([asked, new Promise<string>((resolve) => setTimeout(() => resolve(''), 1000))])
  })
}
