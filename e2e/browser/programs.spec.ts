// The programs that people live in, in a real container and a real window: what is drawn is what they meant. A picture of each,
// light and dark, lies in test-results/programs for somebody to look at.
import { chown, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { launchTools, toolsReference, type TerminalPage } from '../app/terminal'
import { workstation, type Workstation } from '../app/workstation'
import { up } from '../rig'

const folder = join(import.meta.dirname, '../../test-results/programs')
/** The image's own user, whose login shell is zsh. */
const ada = 1000

let on: Workstation
let app: Awaited<ReturnType<typeof openBrowser>>
let terminal: TerminalPage

test.beforeAll(async () => {
  test.setTimeout(240_000)
  const references = [await toolsReference(await up())]
  on = await workstation({ settings: { references, starter: 'rig-tools', theme: 'system' } })
  await chown(on.project, ada, ada)
  app = await openBrowser(on)
  await app.page.emulateMedia({ colorScheme: 'light' })
  terminal = await launchTools(app.page)
})
test.afterAll(async () => {
  await app.close()
  await on.clear()
})

/** The prompt of an idle zsh stands in the last row that is not empty. */
const prompt = /% *(\[\d+\])?\n*$/

async function cleared() {
  await terminal.run('clear')
  await expect.poll(async () => (await terminal.rows()).filter((row) => row !== '').length).toBe(1)
  await terminal.shows(prompt)
}

async function picture(name: string) {
  const { page } = terminal
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', scheme)
    await terminal.drawn()
    await page.screenshot({ path: join(folder, `${name}-${scheme}.png`), animations: 'disabled' })
  }
}

test('zsh is the shell of whoever has it as theirs, with both its prompts', async () => {
  await terminal.run('echo "$ZSH_NAME $(id -un) $TERM $COLORTERM $LANG"')
  await terminal.shows(/^zsh \S+ xterm-256color truecolor \S*UTF-8$/m)
  await picture('zsh')
})

test('fish asks the terminal questions, and nobody sees the answers', async () => {
  await terminal.run('fish')
  await terminal.shows(/> *$/m)
  await terminal.run('string repeat -n 3 中文; echo $FISH_VERSION')
  await terminal.shows(/^中文中文中文\n4\.\d/m)
  await terminal.type('set -l colou')
  await terminal.shows(/> set -l colou/)
  await terminal.press('Control+c')
  await terminal.shows(/> *\n*$/)
  await picture('fish')
  await terminal.lacks(/\[\?|\d+;\d+c|rgb:/)
  await terminal.run('exit')
  await terminal.shows(prompt)
})

test('vim writes what was typed, and its screen goes as it came', async () => {
  const file = join(on.project, 'notes.txt')
  await writeFile(file, '第一行：数据集\nsecond line\n')
  await chown(file, ada, ada)
  await cleared()
  await terminal.run('echo before vim; vim -c "set number" notes.txt')
  await terminal.shows(/^ *1 第一行：数据集$/m)
  await terminal.shows(/^~$/m)
  await terminal.press('Shift+G', 'o')
  await terminal.shows(/-- INSERT --/)
  await terminal.type('训练 🚀 done')
  await terminal.shows(/^ *3 训练 🚀 done$/m)
  await picture('vim')
  await terminal.press('Escape')
  await terminal.lacks(/INSERT/)
  await terminal.run(':wq')
  await terminal.shows(/before vim/)
  await terminal.lacks(/^~$/m)
  await terminal.shows(prompt)
  expect(await readFile(file, 'utf8')).toBe('第一行：数据集\nsecond line\n训练 🚀 done\n')
})

test('tmux splits, is left and found again, and follows the window’s size', async () => {
  await cleared()
  await terminal.run('tmux new -s work')
  await terminal.shows(/\[work\] 0:\w+/)
  await terminal.press('Control+b')
  await terminal.type('%')
  await terminal.shows(/│/)
  await terminal.run('echo right 中文 pane')
  await terminal.shows(/│right 中文 pane/)
  await terminal.press('Control+b')
  await terminal.type('"')
  await terminal.shows(/├─+/)
  await picture('tmux')
  const wide = await columnsOfRule()
  await app.page.setViewportSize({ width: 1100, height: 700 })
  await expect.poll(columnsOfRule, { timeout: 20_000 }).toBeLessThan(wide)
  await terminal.shows(/\[work\] 0:\w+/)
  await picture('tmux-smaller')
  await app.page.setViewportSize({ width: 1360, height: 880 })
  await expect.poll(columnsOfRule, { timeout: 20_000 }).toBe(wide)
  await terminal.press('Control+b')
  await terminal.type('d')
  await terminal.shows(/\[detached \(from session work\)\]/)
  await terminal.run('tmux attach -t work')
  await terminal.shows(/│right 中文 pane/)
  await terminal.press('Control+b')
  await terminal.type(':')
  await terminal.run('kill-server')
  await terminal.shows(/\[(server )?exited\]/)
})

/** How far the line between tmux's panes reaches: its last column. */
async function columnsOfRule(): Promise<number> {
  const rule = (await terminal.rows()).find((row) => row.includes('├'))
  return rule?.length ?? 0
}

test('htop draws its meters and colours, and F10 leaves', async () => {
  await cleared()
  await terminal.run('echo before htop; htop')
  await terminal.shows(/PID .*USER.*Command/)
  await terminal.shows(/Tasks: \d+/)
  await terminal.shows(/F1Help .*F10Quit/)
  // The header's own background, and meters in more than one colour.
  const header = terminal.screen
    .locator('.xterm-rows > div', { hasText: /PID .*USER/ })
    .locator('span')
    .first()
  expect(await header.evaluate((span) => getComputedStyle(span).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)')
  const meter = terminal.screen.locator('.xterm-rows > div', { hasText: /Mem\[/ }).locator('span')
  const colours = await meter.evaluateAll((spans) => spans.map((span) => getComputedStyle(span).color))
  expect(new Set(colours).size).toBeGreaterThan(2)
  await picture('htop')
  await terminal.press('F10')
  await terminal.shows(/before htop/)
  await terminal.lacks(/F10Quit/)
  await terminal.shows(prompt)
})

test('nvidia-smi -l goes on until Ctrl+C', async () => {
  await cleared()
  await terminal.run('nvidia-smi -l 1')
  const times = new Set<string>()
  await expect
    .poll(
      async () => {
        for (const row of await terminal.rows())
          if (/^\w{3} \w{3} +\d+ \d+:\d+:\d+ \d{4}$/.test(row)) times.add(row)
        return times.size
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(2)
  await picture('nvidia-smi')
  await terminal.press('Control+c')
  await terminal.shows(prompt)
  // Every line of the table is as long as every other.
  const table = (await terminal.rows()).filter((row) => /^[|+]/.test(row))
  expect(new Set(table.map((row) => row.length)).size).toBe(1)
})

test('tqdm’s bar is one line that is drawn over', async () => {
  await cleared()
  await terminal.run(
    `python3 -c "import time; from tqdm import tqdm; [time.sleep(.01) for _ in tqdm(range(150), desc='训练')]"`,
  )
  await terminal.shows(/^训练: +\d+%\|█+/m)
  await picture('tqdm')
  await terminal.shows(/^训练: 100%\|█+\| 150\/150/m)
  await terminal.shows(prompt)
  expect((await terminal.rows()).filter((row) => row.startsWith('训练:'))).toHaveLength(1)
})

test('the Python REPL takes blocks, Ctrl+C and the line of before, and leaves to the shell', async () => {
  await cleared()
  await terminal.run('python3')
  await terminal.shows(/^>>> *$/m)
  await terminal.run('for n in range(3):')
  await terminal.shows(/^\.\.\. *$/m)
  await terminal.run("    print('round', n)")
  await terminal.press('Enter')
  await terminal.shows(/^round 0\nround 1\nround 2$/m)
  await terminal.run('import time; time.sleep(600)')
  await terminal.shows(/time\.sleep\(600\)\n/)
  await terminal.press('Control+c')
  await terminal.shows(/^KeyboardInterrupt$/m)
  await terminal.run('6 * 7')
  await terminal.shows(/^42$/m)
  await terminal.press('ArrowUp')
  await terminal.shows(/^>>> 6 \* 7$(?![^]*^42$)/m)
  await picture('python')
  await terminal.press('Enter')
  await terminal.shows(/^42$[^]*^42$/m)
  await terminal.run('exit()')
  await terminal.shows(prompt)
})

test('less searches and leaves', async () => {
  await cleared()
  await terminal.run('seq -f "line %g of 数据" 500 | less')
  await terminal.shows(/^line 1 of 数据$/m)
  await terminal.type('/line 321')
  await terminal.press('Enter')
  await terminal.shows(/^line 321 of 数据$/m)
  await terminal.lacks(/^line 1 of/m)
  await picture('less')
  await terminal.type('q')
  await terminal.lacks(/^line 321 of/m)
  await terminal.shows(prompt)
})

test('top draws its table anew, and q leaves', async () => {
  await cleared()
  await terminal.run('top -d 1')
  await terminal.shows(/PID USER .*COMMAND/)
  await picture('top')
  await terminal.type('q')
  await terminal.shows(prompt)
})

test('a table that is wider than the window is folded, and every character of it is there', async () => {
  await cleared()
  const columns = Array.from({ length: 60 }, (_, at) => `列${at}`)
  await terminal.run(`python3 -c "print(' '.join('列%d' % n for n in range(60)))"`)
  await terminal.shows(/列59/)
  await terminal.shows(prompt)
  const text = (await terminal.rows()).slice(1).join('').replaceAll(' ', '')
  expect(text).toContain(columns.join(''))
  await picture('wide-table')
})
