import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applySteps } from './apply'
import type { Step } from './fixes'
import { thisMachine } from './machine'

const step = (argv: string[], input = ''): Step => ({ argv, root: true, input })
const machine = thisMachine({ PATH: process.env['PATH'] })

async function applied(steps: Step[], signal = new AbortController().signal) {
  let output = ''
  const exitCode = await applySteps(steps, 'root', machine, { signal, onOutput: (text) => (output += text) })
  return { output, exitCode }
}

describe.skipIf(process.platform === 'win32')('a fix under way', () => {
  it('says each command and what it prints, and gives it its input', async () => {
    expect(await applied([step(['echo', 'one; two']), step(['cat'], 'three\n')])).toEqual({
      output: '$ echo one; two\none; two\n$ cat\nthree\n',
      exitCode: 0,
    })
  })

  it('stops at the first step that fails, or that is not there', async () => {
    expect(await applied([step(['false']), step(['echo', 'never'])])).toEqual({
      output: '$ false\n',
      exitCode: 1,
    })
    expect((await applied([step(['berth-no-such-program'])])).exitCode).toBe(127)
  })

  it('is left to the end of its step when its owner goes, and begins no other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-apply-'))
    const [half, never] = [join(folder, 'half'), join(folder, 'never')]
    // A step that takes a moment and then leaves a mark.
    const slow = step(['sh', '-c', 'sleep 0.5; touch "$0"', half])
    expect((await applied([slow, step(['touch', never])], AbortSignal.timeout(50))).exitCode).toBe(1)
    await expect.poll(() => readdir(folder), { timeout: 5_000 }).toEqual(['half'])
    await rm(folder, { recursive: true })
  })
})
