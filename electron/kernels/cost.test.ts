import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { createCosts, pageBytesIn } from './cost'

const onLinux = process.platform === 'linux'

it.skipIf(!onLinux)('pages are as long as the system says', async () => {
  const said = Number(execFileSync('getconf', ['PAGESIZE']).toString())
  expect(pageBytesIn(await readFile('/proc/self/auxv'))).toBe(said)
  const costs = await createCosts(() => 0).of(process.pid)
  expect(costs?.memoryBytes).toBeGreaterThan(10 * 2 ** 20)
})

it('an answer that is cut, or says nothing of pages, is none', () => {
  expect(pageBytesIn(Buffer.alloc(0))).toBeNull()
  expect(pageBytesIn(Buffer.from('0600000000000000', 'hex'))).toBeNull()
  expect(pageBytesIn(Buffer.alloc(64))).toBeNull()
})

it.skipIf(!onLinux)('whoever asks right after another is told what that one was', async () => {
  let time = 0
  const costs = createCosts(() => time)
  const percent = async (at: number) => {
    time = at
    return (await costs.of(process.pid))?.cpuPercent
  }
  expect(await percent(0)).toBeNull()
  expect(await percent(3)).toBeNull()
  const until = process.cpuUsage().user + 60_000
  while (process.cpuUsage().user < until);
  const busy = await percent(2000)
  expect(busy).toBeGreaterThan(0)
  expect(await percent(2001)).toBe(busy)
  // A clock that was set back measures nothing.
  expect(await percent(1000)).toBeNull()
})
