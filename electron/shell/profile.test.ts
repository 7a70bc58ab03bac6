import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { profileFolder } from './profile'

test('the home itself, made where it must be, and nothing is left in it', () => {
  const top = mkdtempSync(join(tmpdir(), 'berth-home-'))
  onTestFinished(() => rmSync(top, { recursive: true }))
  const home = join(top, 'deep', 'berth')
  expect(profileFolder(home)).toBe(home)
  expect(readdirSync(home)).toEqual([])
})

test('a home that cannot be written leaves Chromium a folder of its own', () => {
  const top = mkdtempSync(join(tmpdir(), 'berth-home-'))
  writeFileSync(join(top, 'file'), '')
  const folder = profileFolder(join(top, 'file'))
  onTestFinished(() => [top, folder].forEach((each) => rmSync(each, { recursive: true })))
  expect(folder).not.toContain(top)
  expect(existsSync(folder)).toBe(true)
})
