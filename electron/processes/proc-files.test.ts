import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localProc } from './proc-files'

describe('reading this machine’s files', () => {
  const proc = localProc()
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-proc-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each([0, 1, 1999, 2000, 3999, 4000, 4001, 9000, 200_000])('reads all of %i bytes', async (size) => {
    const path = join(folder, String(size))
    const text = 'ä0123456789\n'.repeat(size).slice(0, size)
    await writeFile(path, text)
    expect(await proc.read(path)).toEqual({ is: 'text', text })
  })

  it('reads a very long command line as far as anybody looks', async () => {
    const path = join(folder, 'long')
    await writeFile(path, 'x'.repeat(2_000_000))
    const answer = await proc.read(path)
    expect(answer.is === 'text' && answer.text.length).toBeGreaterThan(200_000)
    expect(answer.is === 'text' && answer.text.length).toBeLessThan(300_000)
  })

  it('tells a missing file from a link’s target', async () => {
    expect(await proc.read(join(folder, 'nowhere'))).toEqual({ is: 'missing' })
    expect(await proc.link(join(folder, 'nowhere'))).toEqual({ is: 'missing' })
    await symlink('pid:[1]', join(folder, 'ns'))
    expect(await proc.link(join(folder, 'ns'))).toEqual({ is: 'text', text: 'pid:[1]' })
  })

  it.skipIf(process.platform !== 'linux')('reads the process that runs this test', async () => {
    const answer = await proc.read(`/proc/${process.pid}/stat`)
    expect(answer.is === 'text' && answer.text).toMatch(new RegExp(`^${process.pid} \\(`))
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'tells a forbidden file from a missing one',
    async () => {
      const path = join(folder, 'secret')
      await writeFile(path, 'x', { mode: 0 })
      expect((await proc.read(path)).is).toBe('forbidden')
    },
  )
})
