// Terminals in the real desktop app: the system's clipboard, the keys, and every way in which a window, the app, a container or the
// engine can go away under them.
import { once } from 'node:events'
import { chown } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { openDesktop } from '../app/desktop'
import { docker } from '../app/docker'
import { theContainer } from '../app/journey'
import { launchTools, terminalOf, toolsReference, type TerminalPage } from '../app/terminal'
import { workstation, type Workstation } from '../app/workstation'
import { attach, up } from '../rig'

/** The image's own user, whose login shell is zsh. */
const ada = 1000
const prompt = /% *(\[\d+\])?\n*$/

type Desktop = Awaited<ReturnType<typeof openDesktop>>

async function toolsWorkstation(rigName?: string): Promise<Workstation> {
  const named = rigName === undefined ? {} : { rigName }
  const references = [await toolsReference(await up(rigName === undefined ? {} : { name: rigName }))]
  const on = await workstation({ ...named, settings: { references, starter: 'rig-tools' } })
  await chown(on.project, ada, ada)
  return on
}

/** On the app's window, as its menu or a fault would. */
async function inMain(app: Desktop, what: 'reload' | 'crash'): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }, what) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (what === 'reload') contents?.reload()
    else contents?.forcefullyCrashRenderer()
  }, what)
}

/** [] while there is no page that answers: a question to one that crashes is never settled. */
async function rowsByMain(app: Desktop): Promise<string[]> {
  const text = await app.electron.evaluate(({ BrowserWindow }) => {
    const asked = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      `[...document.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent.replaceAll('\\u00a0', ' ').trimEnd()).join('\\n')`,
    ) as Promise<string>
    return Promise.race([asked, new Promise<string>((resolve) => setTimeout(() => resolve(''), 1000))])
  })
  return text === '' ? [] : text.split('\n')
}

/** A key by its name, or a text as it stands. */
async function typeByMain(app: Desktop, what: string): Promise<void> {
  await app.electron.evaluate(async ({ BrowserWindow }, what) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    await contents?.executeJavaScript(`document.querySelector('.xterm textarea').focus()`)
    if (what === 'Escape' || what === 'Return')
      for (const type of ['keyDown', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode: what })
    else await contents?.insertText(what)
  }, what)
}

/** The app comes back to where it was left, and a container that still runs has a terminal at once. */
async function findTerminalAgain(app: Desktop): Promise<TerminalPage> {
  const terminal = terminalOf(app.page)
  await terminal.shows(prompt)
  return terminal
}

/** What runs in the container beside what it was started with. */
async function shellsIn(on: Workstation, id: string): Promise<string[]> {
  const listed = await docker(on.rig, ['top', id, '-o', 'pid,args'])
  return listed.split('\n').filter((args) => /zsh|sleep 4321|vim/.test(args))
}

test.describe('a terminal in the desktop app', () => {
  let on: Workstation
  let app: Desktop
  let terminal: TerminalPage
  let container = ''

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    on = await toolsWorkstation()
    app = await openDesktop(on)
    terminal = await launchTools(app.page)
    container = await theContainer(on)
  })
  test.afterAll(async () => {
    await app.close()
    await on.clear()
  })

  const tabs = () =>
    app.page.getByRole('tab', { selected: true }).or(app.page.getByRole('tab', { selected: false }))
  const onClipboard = () => app.electron.evaluate(({ clipboard }) => clipboard.readText())

  test('Ctrl+Shift+C and Ctrl+Shift+V are the system’s clipboard', async () => {
    await terminal.run('clear; echo copy-中文-me')
    await terminal.shows(/^copy-中文-me$/m)
    await terminal.screen
      .locator('.xterm-rows > div', { hasText: /^copy-/ })
      // xterm takes the mouse on its screen, above the rows.
      .dblclick({ position: { x: 12, y: 8 }, force: true })
    await terminal.press('Control+Shift+C')
    await expect.poll(onClipboard).toMatch(/copy-中文-me/)
    await app.electron.evaluate(({ clipboard }) => clipboard.writeText('echo pas""ted 🚀'))
    await terminal.press('Control+Shift+V')
    await terminal.shows(/% echo pas""ted 🚀/)
    await terminal.press('Enter')
    await terminal.shows(/^pasted 🚀$/m)
  })

  test('Ctrl+Shift+T opens another, Ctrl+Shift+F finds, Ctrl+Shift+W closes', async () => {
    const { page } = app
    const before = await tabs().count()
    await terminal.press('Control+Shift+T')
    await expect.poll(() => tabs().count()).toBe(before + 1)
    const second = terminalOf(page)
    await second.shows(prompt)
    await second.run('clear; for n in 1 2 3; do echo need""le $n; done')
    await second.shows(/needle 3/)
    await second.press('Control+Shift+F')
    const field = page.getByLabel('Find in this terminal')
    await field.fill('needle')
    await expect(page.getByText('of 3')).toBeVisible()
    await second.press('Escape')
    await expect(field).toHaveCount(0)
    await second.press('Control+Shift+W')
    await expect.poll(() => tabs().count()).toBe(before)
    await expect.poll(() => shellsIn(on, container)).toHaveLength(1)
  })

  test('a reload and a crash of the window show what was there: screen, scrollback, and vim', async () => {
    await terminal.run('clear; seq -f "line %.0f 数据 🚀" 10500')
    await terminal.shows(/^line 10500 数据 🚀\n.*% *\[0\]$/m)
    const screen = await terminal.rows()
    const everything = await terminal.everything()
    expect(everything.length).toBeGreaterThan(10_000)
    expect(await terminal.rows()).toEqual(screen)

    const isFormerPage = () => app.page.evaluate(() => Reflect.get(globalThis, 'berthFormerPage') === true)
    await app.page.evaluate(() => void Reflect.set(globalThis, 'berthFormerPage', true))
    await inMain(app, 'reload')
    // The page that was there would show the same; between the two there is none to ask.
    await expect.poll(() => isFormerPage().catch(() => true), { timeout: 30_000 }).toBe(false)
    await expect.poll(() => terminal.rows().catch(() => []), { timeout: 30_000 }).toEqual(screen)
    expect(await terminal.everything()).toEqual(everything)

    await terminal.run('vim -c "set number" -c "norm ihello 中文" -c startinsert\\!')
    await terminal.shows(/^ *1 hello 中文$[^]*-- INSERT --/m)
    const vim = await terminal.rows()
    await inMain(app, 'crash')
    // The page that the test held is gone for good with its process: the new one is spoken to through the main process.
    await expect.poll(() => rowsByMain(app).catch(() => []), { timeout: 30_000 }).toEqual(vim)
    await typeByMain(app, '!')
    await expect.poll(() => rowsByMain(app)).toContainEqual(expect.stringMatching(/^ *1 hello 中文!$/))
    await typeByMain(app, 'Escape')
    await typeByMain(app, ':q!')
    await typeByMain(app, 'Return')
    await expect.poll(() => rowsByMain(app)).toContainEqual('line 10500 数据 🚀')
    expect(await rowsByMain(app)).not.toContainEqual(expect.stringMatching(/^ *1 hello/))
    // The tests that follow need a page that they can hold.
    await app.close()
    app = await openDesktop(on)
    terminal = await findTerminalAgain(app)
  })

  test('closing the app ends what its terminals started, and so does the next start after it was killed', async () => {
    await terminal.run('clear; sleep 4321 & (trap "" HUP; sleep 4321) &')
    await expect.poll(() => shellsIn(on, container)).toHaveLength(3)
    await app.close()
    await expect.poll(() => shellsIn(on, container), { timeout: 20_000 }).toEqual([])

    app = await openDesktop(on)
    terminal = await findTerminalAgain(app)
    await terminal.run('sleep 4321 & sleep 4321 &')
    await expect.poll(() => shellsIn(on, container)).toHaveLength(3)
    const killed = once(app.electron.process(), 'exit')
    app.electron.process().kill('SIGKILL')
    await killed
    const left = await shellsIn(on, container)
    expect(left).toHaveLength(3)
    app = await openDesktop(on)
    // The window that comes back opens a shell of its own.
    const swept = async () => (await shellsIn(on, container)).filter((each) => left.includes(each))
    await expect.poll(swept, { timeout: 20_000 }).toEqual([])
    terminal = await findTerminalAgain(app)
  })

  test('a container that is removed under its terminal is named as the end', async () => {
    await docker(on.rig, ['rm', '--force', container])
    await expect(app.page.getByText(/removed/i).first()).toBeVisible({ timeout: 20_000 })
    await expect(app.page.getByText(/exit code|exited/i)).toHaveCount(0)
  })
})

test('an engine killed under a terminal is named as the end, never as an exit, and a new terminal opens once it is back', async () => {
  test.setTimeout(240_000)
  const on = await toolsWorkstation('programskill')
  const app = await openDesktop(on)
  try {
    const terminal = await launchTools(app.page)
    await terminal.run('echo before the loss')
    await terminal.shows(/^before the loss$/m)
    await on.rig.stopEngine('kill')
    await expect(app.page.getByText('The container engine was lost, and with it this shell.')).toBeVisible()
    await terminal.shows(/^before the loss$/m)
    await expect(app.page.getByText(/exit code|shell ended/)).toHaveCount(0)
    await on.rig.startEngine()
    const id = await theContainer(on)
    await docker(on.rig, ['start', id])
    await app.page.getByRole('button', { name: 'Reconnect' }).click()
    await terminalOf(app.page).shows(prompt)
  } finally {
    await on.rig.startEngine()
    await app.close()
    await on.clear()
    await (await attach('programskill'))?.down()
  }
})
