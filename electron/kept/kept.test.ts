import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { openKept } from '.'

let folder = ''
const lines: string[] = []
const kept = (name = 'value.json') =>
  openKept({
    path: join(folder, 'state', name),
    schema: z.object({ count: z.number() }),
    otherwise: { count: 0 },
    log: (line) => lines.push(line),
  })
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-kept-'))
  lines.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

it('what was set is there again, and no half file is left', async () => {
  const first = await kept()
  expect(first.get()).toEqual({ count: 0 })
  first.set({ count: 1 })
  first.set({ count: 2 })
  await first.flush()
  expect((await kept()).get()).toEqual({ count: 2 })
  expect(await readdir(join(folder, 'state'))).toEqual(['value.json'])
  expect(lines).toEqual([])
})

it.each(['', '{"count": "many"}', '\0\0\0\0', '{"count": 1'])(
  'a file that holds %j is put aside',
  async (content) => {
    const path = join(folder, 'state', 'value.json')
    await mkdir(join(folder, 'state'))
    await writeFile(path, content)
    expect((await kept()).get()).toEqual({ count: 0 })
    expect(await readFile(`${path}.bad`, 'utf8')).toBe(content)
    expect(lines).toHaveLength(1)
  },
)

it('a disk that cannot be written keeps the old file, and the log is told', async () => {
  const first = await kept()
  first.set({ count: 1 })
  await first.flush()
  const path = join(folder, 'state', 'value.json')
  await mkdir(`${path}.new`)
  await writeFile(join(`${path}.new`, 'in the way'), '')
  first.set({ count: 2 })
  await first.flush()
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ count: 1 })
  expect(lines[0]).toContain('not written')
})
