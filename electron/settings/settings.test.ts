import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Conf from 'conf'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSettings, type OpenStore } from '.'
import type { SettingsView } from '../../shared/contract/settings'
import { RefusalError } from '../../shared/model/refusal'
import type { SettingsRoom } from '../services'

let top = ''
let folder = ''
let file = ''

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'berth-settings-'))
  folder = join(top, 'berth')
  mkdirSync(folder)
  file = join(folder, 'settings.json')
})
afterEach(() => rmSync(top, { recursive: true }))

const openConf: OpenStore = (options) => new Conf({ cwd: options.folder, configName: options.name })

function settings(at = folder): SettingsRoom {
  const now = () => new Date('2026-01-02T03:04:05.006Z')
  return createSettings({ open: openConf, folder: at, log: () => undefined, now })
}

async function viewOf(room: SettingsRoom): Promise<SettingsView> {
  for await (const view of room.watch(new AbortController().signal)) return view
  throw new Error('watch ended')
}

const onDisk = (): unknown => JSON.parse(readFileSync(file, 'utf8'))
const backup = () => join(folder, 'settings.corrupt-2026-01-02T03-04-05-006Z.json')

describe('a healthy file', () => {
  it('starts from defaults where there is none, and writes nothing before something changes', async () => {
    const view = await viewOf(settings())
    expect(view).toMatchObject({ replaced: null, unsaved: null, file, settings: { theme: 'system' } })
    expect(readdirSync(folder)).toEqual([])
  })

  it('keeps what was changed for the next start', () => {
    settings().update({ theme: 'dark', terminal: { fontSize: 15 } })
    expect(settings().get()).toMatchObject({
      theme: 'dark',
      language: 'system',
      terminal: { fontSize: 15, scrollback: 10_000 },
    })
  })

  it('changes only what a patch names', () => {
    const room = settings()
    room.update({ theme: 'dark' })
    room.update({ projectFolder: '/work', recentFolders: ['/work'] })
    expect(room.update({ language: 'zh-CN' })).toMatchObject({
      theme: 'dark',
      projectFolder: '/work',
      recentFolders: ['/work'],
    })
  })

  it('keeps unknown keys out of the file', () => {
    writeFileSync(file, JSON.stringify({ theme: 'dark', stranger: 1 }))
    const room = settings()
    const patch = { language: 'en', other: 2 } as const
    room.update(patch)
    expect(onDisk()).toMatchObject({ theme: 'dark', language: 'en' })
    expect(onDisk()).not.toHaveProperty('stranger')
    expect(onDisk()).not.toHaveProperty('other')
  })

  it('refuses a value that is not valid and keeps the old one', () => {
    const room = settings()
    room.update({ terminal: { fontSize: 15 } })
    expect(() => room.update({ terminal: { fontSize: 900 } })).toThrow(RefusalError)
    expect(room.get().terminal.fontSize).toBe(15)
    expect(onDisk()).toMatchObject({ terminal: { fontSize: 15 } })
  })

  it('does not undo what another Berth on this machine has set meanwhile', () => {
    const [desktop, headless] = [settings(), settings()]
    desktop.update({ theme: 'dark' })
    headless.update({ language: 'en' })
    expect(onDisk()).toMatchObject({ theme: 'dark', language: 'en' })
  })

  it('tells watchers and listeners each change', async () => {
    const room = settings()
    const heard: string[] = []
    const forget = room.onChange(({ theme }) => heard.push(theme))
    const themes: string[] = []
    for await (const view of room.watch(new AbortController().signal)) {
      themes.push(view.settings.theme)
      if (view.settings.theme === 'dark') break
      room.update({ theme: 'dark' })
    }
    forget()
    room.update({ theme: 'light' })
    expect(themes).toEqual(['system', 'dark'])
    expect(heard).toEqual(['dark'])
  })

  it('makes its folder for other state on first use', () => {
    const room = settings()
    expect(readdirSync(folder)).toEqual([])
    expect(statSync(room.stateFolder).isDirectory()).toBe(true)
  })
})

it('a file of a later Berth is read where it can be, told, and never written', async () => {
  const text = '{"version":7,"theme":"dark","language":["en","de"],"stranger":{"kept":1}}'
  writeFileSync(file, text)
  const room = settings()
  expect(await viewOf(room)).toMatchObject({
    ...{ newer: true, replaced: null, unsaved: 'version: 7 > 1' },
    settings: { version: 1, theme: 'dark', language: 'system' },
  })
  room.update({ theme: 'light' })
  expect(room.get().theme).toBe('light')
  expect(readFileSync(file, 'utf8')).toBe(text)
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

it('a later Berth that begins to use the file meanwhile keeps it', async () => {
  const room = settings()
  room.update({ theme: 'dark' })
  const text = '{"version":7,"theme":"light","stranger":{"kept":1}}'
  writeFileSync(file, text)
  room.update({ language: 'en' })
  expect(await viewOf(room)).toMatchObject({ newer: true, settings: { theme: 'dark', language: 'en' } })
  expect(readFileSync(file, 'utf8')).toBe(text)
})

describe('a damaged file', () => {
  it.each([
    ['truncated', '{"version":1,"theme":"da'],
    ['zeroed', '\0'.repeat(300)],
    ['empty', ''],
    ['garbage', 'ÿØÿà\u0010JFIF'],
    ['no object', '[1, 2]'],
    ['of a senseless version', '{"version":"x","theme":"dark"}'],
  ])('that is %s is kept beside, replaced by defaults, and told', async (_what, text) => {
    writeFileSync(file, text)
    const view = await viewOf(settings())
    expect(view.settings.theme).toBe('system')
    expect(view.replaced?.backup).toBe(backup())
    expect(view.replaced?.reason).not.toBe('')
    expect(readFileSync(backup(), 'utf8')).toBe(text)
    expect(onDisk()).toMatchObject({ version: 1, theme: 'system' })
    expect((await viewOf(settings())).replaced).toBeNull()
  })

  it('loses only the value that is not valid', async () => {
    writeFileSync(
      file,
      JSON.stringify({ theme: 'purple', projectFolder: '/work', terminal: { fontSize: 14 } }),
    )
    const view = await viewOf(settings())
    expect(view.settings).toMatchObject({
      theme: 'system',
      projectFolder: '/work',
      terminal: { fontSize: 14 },
    })
    expect(view.replaced?.reason).toContain('theme')
    expect(readFileSync(backup(), 'utf8')).toContain('purple')
  })

  it('that is a folder is moved aside like any other', async () => {
    mkdirSync(file)
    const room = settings()
    expect((await viewOf(room)).replaced?.backup).toBe(backup())
    room.update({ theme: 'dark' })
    expect(onDisk()).toMatchObject({ theme: 'dark' })
  })
})

describe('a folder that cannot be written', () => {
  it('leaves the settings working in memory, and says so', async () => {
    const blocked = join(top, 'a-file')
    writeFileSync(blocked, '')
    const room = settings(join(blocked, 'berth'))
    expect(room.update({ theme: 'dark' }).theme).toBe('dark')
    expect(room.get().theme).toBe('dark')
    expect((await viewOf(room)).unsaved).toMatch(/ENOTDIR|EEXIST/)
  })

  it('saves all of it once it can be written again', async () => {
    rmSync(folder, { recursive: true })
    writeFileSync(folder, '')
    const room = settings()
    room.update({ theme: 'dark' })
    expect((await viewOf(room)).unsaved).not.toBeNull()
    rmSync(folder)
    room.update({ language: 'en' })
    expect((await viewOf(room)).unsaved).toBeNull()
    expect(onDisk()).toMatchObject({ theme: 'dark', language: 'en' })
  })
})
