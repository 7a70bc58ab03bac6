// What xterm answers by itself when a program asks, against a table of sequences that carry an attacker's text: a terminal
// that repeats such a text types it into the shell (CVE-2003-0063 and its many successors).
import { Terminal } from '@xterm/headless'
import { expect, test } from 'vitest'
import { isReport } from '../../shared/model/terminal-reports'

const evil = 'evil;id\r'
const hex = Buffer.from('evil').toString('hex')

/** As creation.ts sets it up. */
const windowOptions = { getWinSizePixels: true, getCellSizePixels: true, getWinSizeChars: true }

async function answersTo(output: string): Promise<string[]> {
  const xterm = new Terminal({ cols: 80, rows: 24, allowProposedApi: true, windowOptions })
  const answers: string[] = []
  xterm.onData((data) => answers.push(data))
  xterm.onBinary((data) => answers.push(data))
  await new Promise<void>((resolve) => xterm.write(output, resolve))
  xterm.dispose()
  return answers
}

/** Numbers and the letters of the answers' own grammar; no word fits in. */
const harmless =
  /^\u001b(?:\[[?>=]?[\d;]*(?:c|n|R|t|\$y)|P[01]\$r(?:[\d;]*(?:m|r|"p|"q| q))?\u001b\\|\](?:4;\d+|1[0-2]);rgb:[\da-f/]+\u001b\\)$/

test.each([
  ['device attributes', '\u001b[c', 1],
  ['secondary device attributes', '\u001b[>c', 1],
  ['tertiary device attributes', '\u001b[=c', 0],
  ['version (XTVERSION)', '\u001b[>q', 0],
  ['answerback', '\u0005', 0],
  ['status', '\u001b[5n', 1],
  ['cursor position', '\u001b[6n', 1],
  ['cursor position, private', '\u001b[?6n', 1],
  ['a mode', '\u001b[?2004$p', 1],
  ['an unknown mode', '\u001b[?31337$p', 1],
  ['size in characters', '\u001b[18t', 1],
  ['a title, then its report', `\u001b]2;${evil}\u0007\u001b[21t`, 0],
  ['an icon’s name, then its report', `\u001b]1;${evil}\u0007\u001b[20t`, 0],
  ['a title put on the stack and reported', `\u001b]2;${evil}\u0007\u001b[22;0t\u001b[23;0t\u001b[21t`, 0],
  ['the window’s state and place', '\u001b[11t\u001b[13t', 0],
  ['a resize, and moving the window', '\u001b[8;999;999t\u001b[3;0;0t\u001b[9;1t', 0],
  ['a setting (DECRQSS)', '\u001bP$qm\u001b\\', 1],
  ['a setting that is none', `\u001bP$q${evil}\u001b\\`, 1],
  ['a very long setting', `\u001bP$q${'evil'.repeat(5000)}\u001b\\`, 1],
  ['terminfo (XTGETTCAP)', `\u001bP+q${hex}\u001b\\`, 0],
  ['a DCS of nobody', `\u001bP${evil}\u001b\\`, 0],
  ['an APC and a PM', `\u001b_${evil}\u001b\\\u001b^${evil}\u001b\\`, 0],
  ['the clipboard', `\u001b]52;${evil};?\u0007`, 0],
  ['a colour by its name', `\u001b]4;${evil};?\u0007`, 0],
  ['the folder, a link, a notice', `\u001b]7;${evil}\u0007\u001b]8;;${evil}\u0007x\u001b]9;${evil}\u0007`, 0],
  ['another program’s own codes', `\u001b]1337;ReportVariable=${evil}\u0007\u001b]50;?\u0007`, 0],
  ['a checksum of the screen', `${evil}\u001b[1;1;1;1;24;80*y`, 0],
  ['user keys (DECUDK)', `\u001bP0;1|17/${hex}\u001b\\`, 0],
])('asked for %s, nothing that the output chose is typed', async (_what, output, count) => {
  const answers = await answersTo(output)
  expect(answers).toHaveLength(count)
  for (const answer of answers) {
    expect(answer).toMatch(harmless)
    expect(answer).not.toMatch(/evil|6576696c/)
    // So it is kept from the shell while an old screen is drawn again.
    expect(isReport(answer)).toBe(true)
  }
})
