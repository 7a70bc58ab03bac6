import { Terminal } from '@xterm/headless'
import { expect, test } from 'vitest'
import { graphemeWidths } from './widths'

test.each([
  ['中', 2],
  ['🚀', 2],
  ['👩‍💻', 2],
  ['👨‍👩‍👧‍👦', 2],
  ['🇩🇪', 2],
  ['👍🏽', 2],
  ['❤️', 2],
  ['e\u0301', 1],
  ['⚠', 1],
])('%s takes %i columns', async (text, columns) => {
  const screen = new Terminal({ cols: 20, rows: 2, allowProposedApi: true })
  screen.loadAddon(await graphemeWidths())
  await new Promise<void>((resolve) => screen.write(text, resolve))
  expect(screen.buffer.active.cursorX).toBe(columns)
  expect(screen.buffer.active.getLine(0)?.getCell(0)?.getChars()).toBe(text)
  screen.dispose()
})
