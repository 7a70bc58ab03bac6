// More than 50 MB at once, as a person sees it: xterm.js discards what it is given beyond that, so it must be held back.
import { createHash } from 'node:crypto'
import { expect, test, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { docker } from '../app/docker'
import { goTo } from '../app/journey'
import { terminalOf, type TerminalPage } from '../app/terminal'
import { workstation, type Workstation } from '../app/workstation'

const name = 'berth-flood-test'
/** The settings' own default. */
const scrollback = 10_000
const lastLines = 5000

async function withTerminal(
  body: (terminal: TerminalPage, page: Page, on: Workstation) => Promise<void>,
): Promise<void> {
  const on = await workstation()
  try {
    await docker(on.rig, ['run', '--detach', '--rm', '--name', name, on.rig.images.plain, 'sleep', '3600'])
    const app = await openBrowser(on)
    try {
      await goTo(app.page, 'Containers')
      const row = app.page.getByRole('row', { name: new RegExp(name) })
      await row.getByRole('button', { name: 'Terminal', exact: true }).click()
      const terminal = terminalOf(app.page)
      await terminal.shows(/[$#] *$/m)
      await body(terminal, app.page, on)
    } finally {
      await app.close()
    }
  } finally {
    await docker(on.rig, ['rm', '--force', '--volumes', name])
    await on.clear()
  }
}

/** The scrollback and the screen, as a person copies them. */
async function everything(page: Page): Promise<string[]> {
  await page.locator('.xterm-screen:visible').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Select all' }).click()
  await page.locator('.xterm:visible textarea').focus()
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await page.keyboard.press('Control+Shift+C')
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(async () => (await copied()).length, { timeout: 20_000 }).toBeGreaterThan(0)
  return (await copied()).split(/\r?\n/)
}

test('54 MB in one burst: nothing of the end is missing, and the scrollback is full', async () => {
  await withTerminal(async (terminal, page) => {
    const line = `printf "%09d the quick brown fox jumps over the lazy dog, 中文 and so on for a while\\n", i`
    await terminal.run(`awk 'BEGIN { for (i = 1; i <= 600000; i++) ${line} }' > /tmp/burst; ls -l /tmp/burst`)
    await terminal.shows(/\b5\d{7} .*\/tmp\/burst/)
    // The first is drawn when all of the burst is; in the typed line the marks stand apart.
    await terminal.run(
      `cat /tmp/burst; echo su""m=$(tail -n ${lastLines} /tmp/burst | sha256sum | cut -c 1-64)`,
    )
    await expect
      .poll(async () => (await terminal.rows()).join(''), { timeout: 100_000 })
      .toMatch(/sum=\w{64}/)
    const lines = await everything(page)
    const at = lines.findIndex((text) => text.startsWith('sum='))
    const last = lines.slice(at - lastLines, at)
    expect(last.at(-1)).toMatch(/^000600000 the quick/)
    expect(sha256(last.map((text) => `${text}\n`).join(''))).toBe(lines[at]?.slice('sum='.length))
    // All of the scrollback and the screen, without the blank rows below the prompt.
    const rows = (await terminal.rows()).length
    expect(lines.length).toBeGreaterThan(scrollback)
    expect(lines.length).toBeLessThanOrEqual(scrollback + rows)
    expect(
      lines.slice(0, at).every((text, index) => Number(text.slice(0, 9)) === 600_000 - at + 1 + index),
    ).toBe(true)
  })
})

test('a window reloaded in the middle of a flood shows all of it', async () => {
  await withTerminal(async (terminal, page) => {
    const count = 3_000_000
    await terminal.run(`seq -f 'row %.0f' 1 ${count}; echo fin""ished`)
    await terminal.shows(/row [1-9]\d{4}/)
    await page.reload()
    const again = terminalOf(page)
    await expect.poll(async () => (await again.rows()).join('\n'), { timeout: 60_000 }).toMatch(/row \d+\n/)
    await expect.poll(async () => (await again.rows()).join('\n'), { timeout: 100_000 }).toMatch(/finished/)
    const lines = await everything(page)
    const numbers = lines.filter((text) => text.startsWith('row ')).map((text) => Number(text.slice(4)))
    // The lines of before the reload, those that came during it and those of after it, each once.
    expect(numbers.at(-1)).toBe(count)
    expect(numbers.length).toBeGreaterThan(scrollback - 100)
    expect(numbers.every((number, index) => number === count - numbers.length + 1 + index)).toBe(true)
  })
})

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
