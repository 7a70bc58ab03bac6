// Terminals arranged in tabs and splits: what a person puts where stays there over a reload, and what is closed is gone.
import { expect, test, type Locator, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { docker } from '../app/docker'
import { goTo } from '../app/journey'
import { terminalOf } from '../app/terminal'
import { workstation, type Workstation } from '../app/workstation'

const container = 'terminal-panel'
const patience = { timeout: 30_000 }

let on: Workstation
let app: Awaited<ReturnType<typeof openBrowser>>
let page: Page

test.beforeEach(async () => {
  on = await workstation()
  await clear()
  const forever = ['sh', '-c', 'trap exit TERM; sleep infinity & wait']
  await docker(on.rig, ['run', '--detach', '--init', '--name', container, on.rig.images.plain, ...forever])
  app = await openBrowser(on)
  page = app.page
  await goTo(page, 'Containers')
  await page
    .getByRole('row', { name: new RegExp(container) })
    .getByRole('button', { name: 'Terminal', exact: true })
    .click()
  await terminalOf(page).shows(/[$#] *$/m)
})

test.afterEach(async () => {
  await app.close()
  await clear()
  await on.clear()
})

const clear = () => docker(on.rig, ['rm', '--force', container]).catch(() => '')

const tab = (name: string | RegExp) => page.getByRole('tab', { name })
const headed = () => page.locator('.terminal-pane:visible')

async function box(of: Locator) {
  const found = await of.boundingBox()
  if (found === null) throw new Error('It is not seen')
  return found
}

/** Where the keyboard is now, the rows of that terminal. */
const focused = () =>
  page.evaluate(() => {
    const rows = document.activeElement?.closest('.xterm')?.querySelectorAll('.xterm-rows > div') ?? []
    return [...rows].map((row) => row.textContent.replaceAll('\u00a0', ' ').trimEnd()).join('\n')
  })

/** Types into whatever has the keyboard: it must be a terminal, with its prompt. */
async function type(command: string, shows: RegExp) {
  await expect.poll(focused, patience).toMatch(/[$#] *$/m)
  await page.keyboard.insertText(command)
  await page.keyboard.press('Enter')
  await expect.poll(focused, patience).toMatch(shows)
}

async function name(title: string) {
  await page.keyboard.insertText(title)
  await page.keyboard.press('Enter')
  await expect(tab(title)).toBeVisible()
}

/** What runs in the container by the engine's own account. */
const processes = async () =>
  (await docker(on.rig, ['top', container, '-eo', 'pid,args']))
    .split('\n')
    .slice(1)
    .map((line) => line.trim().replace(/^\d+\s+/, ''))

test('tabs, splits, sizes, names and screens are the same after a reload', async () => {
  await type('echo first', /^first$/m)
  await page.keyboard.press('Control+Shift+E')
  await expect(headed()).toHaveCount(2)
  await type('echo right', /^right$/m)
  await page.keyboard.press('Control+Shift+O')
  await expect(headed()).toHaveCount(3)
  await type('echo below', /^below$/m)
  await page.keyboard.press('Alt+ArrowLeft')
  await expect.poll(focused).toMatch(/^first$/m)

  const bar = page
    .getByRole('separator', { name: 'Resize the panes' })
    .and(page.locator('[aria-orientation=vertical]'))
  await expect(bar).toHaveAttribute('aria-valuenow', '50')
  await bar.focus()
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight')
  const share = Number(await bar.getAttribute('aria-valuenow'))
  expect(share).toBeGreaterThan(51)

  await page.keyboard.press('Alt+Shift+T')
  await expect(page.getByRole('tab')).toHaveCount(2)
  await type('echo alone', /^alone$/m)
  await page.getByRole('tab', { selected: true, name: container }).last().focus()
  await page.keyboard.press('F2')
  await name('training run')
  await page.keyboard.press('Alt+PageUp')
  await expect.poll(focused).toMatch(/^first$/m)
  const before = await Promise.all((await headed().all()).map(box))

  await page.reload()
  await expect(tab('training run')).toBeVisible(patience)
  await expect(headed()).toHaveCount(3)
  await expect(bar).toHaveAttribute('aria-valuenow', String(share))
  expect(await Promise.all((await headed().all()).map(box))).toEqual(before)
  await expect.poll(focused, patience).toMatch(/^first$/m)
  for (const [key, row] of [
    ['Alt+ArrowRight', /^right$/m],
    ['Alt+ArrowDown', /^below$/m],
  ] as const) {
    await page.keyboard.press(key)
    await expect.poll(focused).toMatch(row)
  }
  await page.keyboard.press('Alt+PageDown')
  await expect.poll(focused).toMatch(/^alone$/m)
})

test('a name is given, kept on Escape, and taken away', async () => {
  const named = tab('日志 — tail -f train.log')
  await tab(container).last().dblclick()
  await name('日志 — tail -f train.log')
  await named.dblclick()
  await page.keyboard.insertText('something else')
  await page.keyboard.press('Escape')
  await expect(named).toBeVisible()
  await named.focus()
  await page.keyboard.press('F2')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Enter')
  await expect(named).toHaveCount(0)
})

test('a screen that moves to another tab is the same one, and nothing it prints is missed', async () => {
  await page.keyboard.press('Control+Shift+E')
  await expect(headed()).toHaveCount(2)
  await type('i=0; while sleep 0.05; do i=$((i+1)); echo tick $i; done', /^tick 3$/m)
  const mark = () =>
    page.evaluate(() => document.activeElement?.closest('.xterm')?.setAttribute('data-mark', 'same'))
  await mark()
  await page.getByRole('button', { name: 'Tabs and splits' }).click()
  await page.getByRole('menuitem', { name: 'Move this pane to its own tab' }).click()
  await expect(headed()).toHaveCount(1)
  await expect(page.locator('.xterm[data-mark=same]:visible')).toHaveCount(1)
  await expect.poll(focused).toMatch(/^tick 1\d$/m)
  await page.keyboard.press('Control+C')
  await terminalOf(page).shows(/\^C\n.*[$#] *\n*$/)
  // Every tick is there, each once.
  const ticks = (await terminalOf(page).everything()).filter((row) => /^tick \d+/.test(row))
  expect(ticks).toEqual(ticks.map((_, at) => `tick ${at + 1}`))
})

test('a program at work is ended only after a question, an idle shell at once, and nothing of either stays', async () => {
  await type('sleep 987 & sleep 986', /sleep 986/)
  await expect.poll(processes).toContainEqual('sleep 986')
  await page.keyboard.press('Alt+Shift+W')
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect(await processes()).toContainEqual('sleep 986')
  await page.keyboard.press('Alt+Shift+W')
  await question.getByRole('button', { name: 'Close and end it' }).click()
  await expect(page.getByText('No terminal into this container yet')).toBeVisible()
  await page.getByRole('button', { name: 'New terminal' }).last().click()
  await terminalOf(page).shows(/[$#] *$/m)
  await page.keyboard.press('Alt+Shift+W')
  await expect(page.getByText('No terminal into this container yet')).toBeVisible()
  const own = (line: string) => /^(\S*sh -c trap|sleep infinity|\S*docker-init|\S*tini)/.test(line)
  await expect.poll(async () => (await processes()).filter((line) => !own(line)), patience).toEqual([])
})

test('a stopped container says so below the screen that was there, and is started again from there', async () => {
  await type('echo to be read', /^to be read$/m)
  await docker(on.rig, ['stop', '--time', '1', container])
  await expect(page.getByText(`${container} stopped`).last()).toBeVisible(patience)
  await terminalOf(page).shows(/^to be read$/m)
  await page.getByRole('button', { name: 'Start and open another' }).click()
  await terminalOf(page).lacks(/to be read/)
  await type('echo again', /^again$/m)
  await page.keyboard.insertText('exit 3')
  await page.keyboard.press('Enter')
  await expect(page.getByText('The shell ended with exit code 3.')).toBeVisible(patience)
  await page.getByRole('button', { name: 'Open another' }).click()
  await expect(page.getByText('The shell ended with exit code 3.')).toHaveCount(0)
  await type('echo once more', /^once more$/m)
})
