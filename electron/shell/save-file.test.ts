import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { refusalFrom, RefusalError } from '../../shared/model/refusal'
import { writeOffered } from './save-file'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-save-'))
})
afterEach(() => rm(folder, { recursive: true }))

const never = new AbortController().signal
const offered = (source: () => Readable) => ({
  suggestedName: 'log.txt',
  open: () => Promise.resolve(source()),
})
const three = () => Readable.from([Buffer.from('one\n'), Buffer.from('zwei\n'), Buffer.from('三\n')])

const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => refusalFrom(error),
  )

test('the file is there whole, and takes the place of an older one', async () => {
  const path = join(folder, 'log.txt')
  await writeFile(path, 'older and longer than what comes now')
  expect(await writeOffered(offered(three), path, never)).toEqual({ path, bytes: 13 })
  expect(await readFile(path, 'utf8')).toBe('one\nzwei\n三\n')
  expect(await readdir(folder)).toEqual(['log.txt'])
})

test('a source that breaks off leaves nothing, and the older file stays', async () => {
  const path = join(folder, 'log.txt')
  await writeFile(path, 'older')
  const broken = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('half')
        await Promise.resolve()
        throw new RefusalError('EngineDown')
      })(),
    )
  expect(await refusalOf(writeOffered(offered(broken), path, never))).toMatchObject({ code: 'EngineDown' })
  expect(await readdir(folder)).toEqual(['log.txt'])
  expect(await readFile(path, 'utf8')).toBe('older')
})

test('where nothing can be written the refusal says so, and the source is never asked', async () => {
  const path = join(folder, 'missing', 'log.txt')
  let asked = false
  const file = { ...offered(three), open: () => ((asked = true), Promise.resolve(three())) }
  expect(await refusalOf(writeOffered(file, path, never))).toMatchObject({
    code: 'FileNotWritten',
    params: { path },
  })
  expect(asked).toBe(false)
})

test('a full disk is named as such, and no part of a file is left', async () => {
  const path = join(folder, 'log.txt')
  // As a write of the file says it.
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    ...{ code: 'ENOSPC', syscall: 'write' },
  })
  const source = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('half')
        await Promise.resolve()
        throw full
      })(),
    )
  expect(await refusalOf(writeOffered(offered(source), path, never))).toMatchObject({
    code: 'FileNotWritten',
    params: { reason: 'full' },
  })
  expect(await readdir(folder)).toEqual([])
})

test('a person’s own file with a name like a part of it stays as it is', async () => {
  const path = join(folder, 'log.txt')
  await writeFile(`${path}.part`, 'mine')
  await writeOffered(offered(three), path, never)
  expect((await readdir(folder)).sort()).toEqual(['log.txt', 'log.txt.part'])
  expect(await readFile(`${path}.part`, 'utf8')).toBe('mine')
})
