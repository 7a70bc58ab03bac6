import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RefusalError } from '../../shared/model/refusal'
import { createSecrets, type BoxFound } from '.'

let folder = ''
let lines: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-secrets-'))
  lines = []
})
afterEach(() => rm(folder, { recursive: true }))

const file = () => join(folder, 'secrets', 'secrets.json')
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

/** Seals by writing the text in figures behind the key's name: enough to see what is written, and to open with one key only. */
const ring = (key: string): BoxFound => ({
  is: 'box',
  box: {
    name: 'gnome_libsecret',
    seal: (text) => Promise.resolve(Buffer.from(`${key}:${Buffer.from(text).toString('hex')}`)),
    open: (sealed) => {
      const text = sealed.toString()
      if (!text.startsWith(`${key}:`)) return Promise.reject(new Error('another key'))
      return Promise.resolve(Buffer.from(text.slice(key.length + 1), 'hex').toString())
    },
  },
})

function room(found: BoxFound | Error = { is: 'none' }) {
  const heard: string[] = []
  const secrets = createSecrets({
    folder,
    box: () => (found instanceof Error ? Promise.reject(found) : Promise.resolve(found)),
    heard: (value) => heard.push(value),
    log: (line) => lines.push(line),
    now: () => new Date(Date.UTC(2026, 10, 27)),
  })
  return { ...secrets, heard }
}

const refusalOf = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof RefusalError ? error.refusal : error),
  )

describe('without a key ring', () => {
  it('keeps them in a file that only the user may read, and says so', async () => {
    const secrets = room()
    await secrets.set('HF_TOKEN', 'canary-1')
    await secrets.set('WANDB_API_KEY', "two\nlines ' 密")
    expect(await modeOf(file())).toBe('600')
    expect(await modeOf(join(folder, 'secrets'))).toBe('700')
    expect(await secrets.view()).toEqual({
      secrets: [
        { name: 'HF_TOKEN', kept: 'file', opens: true },
        { name: 'WANDB_API_KEY', kept: 'file', opens: true },
      ],
      keeps: { is: 'file', why: 'no-key-ring' },
      file: file(),
      trouble: null,
    })
    expect(await room().value('WANDB_API_KEY')).toBe("two\nlines ' 密")
  })

  it('is what a key ring that fails when asked comes to', async () => {
    const { keeps } = await room(new Error('no bus')).view()
    expect(keeps).toEqual({ is: 'file', why: 'no-key-ring' })
    expect(lines).toEqual(['secrets: no key ring: no bus'])
  })

  it('closes a file and a folder that others may read', async () => {
    await room().set('HF_TOKEN', 'canary-1')
    await chmod(file(), 0o644)
    await chmod(join(folder, 'secrets'), 0o755)
    await room().view()
    expect([await modeOf(file()), await modeOf(join(folder, 'secrets'))]).toEqual(['600', '700'])
  })
})

describe('with a key ring', () => {
  it('writes no value, and opens what it sealed', async () => {
    const secrets = room(ring('a'))
    await secrets.set('HF_TOKEN', 'canary-1')
    expect(await readFile(file(), 'utf8')).not.toContain('canary-1')
    expect(await secrets.value('HF_TOKEN')).toBe('canary-1')
    expect((await secrets.view()).keeps).toEqual({ is: 'key-ring', name: 'gnome_libsecret' })
  })

  it.each([
    ['another key', ring('b')],
    ['no key ring', { is: 'none' } as const],
    ['no desktop', { is: 'no-desktop' } as const],
  ])('tells of what is sealed that %s does not open it, and loses nothing', async (_what, found) => {
    await room(ring('a')).set('HF_TOKEN', 'canary-1')
    const other = room(found)
    expect((await other.view()).secrets).toEqual([{ name: 'HF_TOKEN', kept: 'key-ring', opens: false }])
    expect(await refusalOf(other.value('HF_TOKEN'))).toMatchObject({
      code: 'SecretMissing',
      params: { name: 'HF_TOKEN', reason: 'sealed' },
    })
    await other.set('OTHER', 'canary-2')
    expect(await room(ring('a')).value('HF_TOKEN')).toBe('canary-1')
  })

  it('opens what an earlier Berth kept without one, and seals it when it is saved again', async () => {
    await room().set('HF_TOKEN', 'canary-1')
    const secrets = room(ring('a'))
    expect((await secrets.view()).secrets).toEqual([{ name: 'HF_TOKEN', kept: 'file', opens: true }])
    await secrets.set('HF_TOKEN', 'canary-2')
    expect(await readFile(file(), 'utf8')).not.toMatch(/canary/)
  })
})

describe('the file', () => {
  it.each([
    ['cut off', '{"version":1,"secrets":{"HF_TOKEN":{"plain":"canary-1'],
    ['zeroed', '\0\0\0\0'],
    ['something else', '{"HF_TOKEN":"canary-1"}'],
  ])('that is %s is put aside whole, told of, and quoted nowhere', async (_what, text) => {
    await mkdir(join(folder, 'secrets'))
    await writeFile(file(), text, { mode: 0o600 })
    const secrets = room()
    const backup = join(folder, 'secrets', 'secrets.damaged-2026-11-27T00-00-00-000Z.json')
    expect(await secrets.view()).toMatchObject({ secrets: [], trouble: { is: 'damaged', backup } })
    expect(await readFile(backup, 'utf8')).toBe(text)
    expect(await modeOf(backup)).toBe('600')
    await secrets.set('HF_TOKEN', 'canary-2')
    expect((await secrets.view()).trouble).toEqual({ is: 'damaged', backup })
    expect(await readFile(backup, 'utf8')).toBe(text)
    expect(lines.join()).not.toContain('canary')
  })

  it('of a newer Berth is left alone, and nothing is written over it', async () => {
    await mkdir(join(folder, 'secrets'))
    await writeFile(file(), '{"version":2,"vault":"x"}')
    const secrets = room()
    expect((await secrets.view()).trouble).toMatchObject({ is: 'unreadable' })
    const all = [() => secrets.set('X', 'canary-1'), () => secrets.remove('X'), () => secrets.value('X')]
    for (const work of all) expect(await refusalOf(work())).toMatchObject({ code: 'SecretsUnreadable' })
    expect(await readFile(file(), 'utf8')).toBe('{"version":2,"vault":"x"}')
    expect(await readdir(join(folder, 'secrets'))).toEqual(['secrets.json'])
  })

  it('that cannot be written is a refusal', async () => {
    await writeFile(join(folder, 'secrets'), 'a file where the folder should be')
    expect(await refusalOf(room().set('HF_TOKEN', 'canary-1'))).toMatchObject({
      code: 'SecretsUnreadable',
      evidence: expect.stringContaining('ENOTDIR') as string,
    })
  })
})

describe('several at once', () => {
  it('all arrive, and another Berth’s are kept', async () => {
    const [one, other] = [room(), room()]
    await other.set('THEIRS', 'canary-0')
    await Promise.all(['A', 'B', 'C'].map((name) => one.set(name, `canary-${name}`)))
    await one.remove('B')
    expect((await other.view()).secrets.map(({ name }) => name)).toEqual(['A', 'C', 'THEIRS'])
  })

  it('all arrive where two programs save at the same time', async () => {
    const child = join(import.meta.dirname, 'saving.child.ts')
    const programs = ['ONE', 'OTHER'].map((prefix) =>
      spawn(process.execPath, ['--import', 'tsx', child, folder, prefix, '30'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    )
    const ended = programs.map((program) => once(program, 'exit'))
    await Promise.all(programs.map(({ stdout }) => once(stdout, 'data')))
    for (const { stdin } of programs) stdin.write('go\n')
    expect(await Promise.all(ended)).toEqual([
      [0, null],
      [0, null],
    ])
    const left = Array.from({ length: 30 }, (_, at) => at).filter((at) => at % 3 !== 2)
    const { secrets } = await room().view()
    expect(secrets.map(({ name }) => name).sort()).toEqual(
      ['ONE', 'OTHER'].flatMap((prefix) => left.map((at) => `${prefix}_${at}`)).sort(),
    )
    expect(await readdir(join(folder, 'secrets'))).toEqual(['secrets.json'])
  }, 60_000)

  it('are told to those who watch', async () => {
    const secrets = room()
    const seen: string[][] = []
    for await (const view of secrets.watch(AbortSignal.timeout(2_000))) {
      seen.push(view.secrets.map(({ name }) => name))
      if (seen.length === 1) await secrets.set('HF_TOKEN', 'canary-1')
      else break
    }
    expect(seen).toEqual([[], ['HF_TOKEN']])
  })
})

it('one that is not there is refused by its name', async () => {
  for (const name of ['HF_TOKEN', 'constructor'])
    expect(await refusalOf(room().value(name))).toMatchObject({ code: 'SecretMissing', params: { name } })
})

it('hears each value that passes, for the mask', async () => {
  const secrets = room(ring('a'))
  await secrets.set('HF_TOKEN', 'canary-1')
  const later = room(ring('a'))
  await later.value('HF_TOKEN')
  expect([secrets.heard, later.heard]).toEqual([['canary-1'], ['canary-1']])
})
