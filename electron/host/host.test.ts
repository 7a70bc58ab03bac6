import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHost } from '.'
import { refusalFrom } from '../../shared/model/refusal'

let home = ''
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'berth-host-'))))
afterEach(() => rmSync(home, { recursive: true }))

const host = (env: NodeJS.ProcessEnv = {}) =>
  createHost({ version: '1.2.3', mode: 'headless', env: { HOME: home, ...env } })

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'given',
    (error: unknown) => refusalFrom(error).code,
  )

describe('folders', () => {
  it('lists folders only, by name as people count, with hidden ones marked', async () => {
    for (const name of ['run10', 'run9', '.git', 'Alpha']) mkdirSync(join(home, name))
    writeFileSync(join(home, 'notes.txt'), '')
    const listing = await host().listFolders(home)
    expect(listing).toMatchObject({ path: home, parent: tmpdir(), writable: true })
    expect(listing.folders.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['.git', true],
      ['Alpha', false],
      ['run9', false],
      ['run10', false],
    ])
  })

  it('offers links that lead to folders and leaves out those that lead nowhere', async () => {
    mkdirSync(join(home, 'data'))
    symlinkSync(join(home, 'data'), join(home, 'link'))
    symlinkSync(join(home, 'gone'), join(home, 'dangling'))
    expect((await host().listFolders(home)).folders.map(({ name }) => name)).toEqual(['data', 'link'])
  })

  it('starts at the home', async () => {
    mkdirSync(join(home, 'work'))
    expect((await host().listFolders('')).path).toBe(home)
    expect((await host().listFolders('~')).path).toBe(home)
    expect((await host().listFolders('~/work')).path).toBe(join(home, 'work'))
  })

  it('has nothing above the root', async () => {
    expect((await host().listFolders('/')).parent).toBeNull()
  })

  it('refuses folders that are not there, files, and paths that are not whole', async () => {
    writeFileSync(join(home, 'file'), '')
    expect(await codeOf(host().listFolders(join(home, 'gone')))).toBe('FolderMissing')
    expect(await codeOf(host().listFolders(join(home, 'file')))).toBe('FolderMissing')
    expect(await codeOf(host().listFolders('work'))).toBe('InvalidInput')
    expect(await codeOf(host().listFolders('/a\0b'))).toBe('InvalidInput')
  })

  it('makes a folder and says where', async () => {
    const made = await host().makeFolder(home, '实验 1')
    expect(made).toBe(join(home, '实验 1'))
    expect(statSync(made).isDirectory()).toBe(true)
  })

  it.each(['../up', 'a/b', 'a\\b', '..', '.', ' ', 'a\0b', '名'.repeat(100)])(
    'refuses %j as a name',
    async (name) => {
      expect(await codeOf(host().makeFolder(home, name))).toBe('InvalidInput')
    },
  )

  it('gives a folder that is there already, and refuses the name of a file', async () => {
    mkdirSync(join(home, 'work'))
    writeFileSync(join(home, 'notes'), '')
    expect(await host().makeFolder(home, 'work')).toBe(join(home, 'work'))
    expect(await codeOf(host().makeFolder(home, 'notes'))).toBe('InvalidInput')
    expect(await codeOf(host().makeFolder(join(home, 'gone'), 'work'))).toBe('FolderMissing')
  })
})

describe('facts', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'de_DE@euro' }, 'de-DE'],
  ])('reads the language from %j', (env, locale) => {
    expect(host(env).facts()).toMatchObject({ version: '1.2.3', mode: 'headless', home, locale })
  })

  it('has a language even where the system names none', () => {
    expect(() => new Intl.Locale(host({ LANG: 'C' }).facts().locale)).not.toThrow()
  })
})
