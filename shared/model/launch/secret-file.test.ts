import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NewSecretNameSchema } from '../secrets'
import { readSecretFile, secretFile } from './secret-file'

const value = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes('\0'))
const secrets = fc
  .array(fc.tuple(fc.stringMatching(/^BERTH_[A-Z0-9_]{1,12}$/), value), { maxLength: 5 })
  .map((pairs) => new Map(pairs))
const quirks = new Map([
  ['BERTH_QUOTES', `it's "a" '\\'' $HOME \`id\` $(id) \\ !`],
  ['BERTH_LINES', '\n-----BEGIN KEY-----\nabc\r\n\n-----END KEY-----\n\n'],
  ['BERTH_CJK', '密钥：甲乙丙𠮷🚀'],
  ['BERTH_EMPTY', ''],
  ['BERTH_BYTES', Array.from({ length: 0x24f }, (_, at) => String.fromCharCode(at + 1)).join('')],
  ['BERTH_LONG', "'".repeat(32_768)],
])

it('is read back as it was written', () => {
  expect(readSecretFile(secretFile(quirks))).toEqual(quirks)
  fc.assert(
    fc.property(secrets, (all) => {
      expect(readSecretFile(secretFile(all))).toEqual(all)
    }),
  )
})

it.each([
  ['something behind the value', `export A='x'; id\n`],
  ['a value without quotes', 'export A=x\n'],
  ['an end that is cut off', `export A='x`],
  ['a comment', `# mine\nexport A='x'\n`],
])('is not taken for ours with %s', (_what, text) => {
  expect(readSecretFile(text)).toBeNull()
})

describe.each(['/bin/sh', '/bin/bash'])('read by %s', (shell) => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'berth-secret-file-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** The environment of a program that the shell became, as the kernel keeps it. */
  function environmentAfter(all: ReadonlyMap<string, string>): Map<string, string> {
    const file = join(folder, 'env')
    writeFileSync(file, secretFile(all))
    const script = `. ${file} && exec "$@"`
    const said = execFileSync(shell, ['-c', script, 'berth', 'env', '-0'], {
      env: { PATH: '/usr/bin:/bin' },
      // Bash takes a socket there for a login over the network, and reads the person's own ~/.bashrc.
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const pairs = said.toString('utf8').split('\0')
    return new Map(pairs.filter((pair) => pair.startsWith('BERTH_')).map((pair) => split(pair)))
  }
  const split = (pair: string): [string, string] => {
    const equals = pair.indexOf('=')
    return [pair.slice(0, equals), pair.slice(equals + 1)]
  }

  it('gives every value byte by byte', () => {
    expect(environmentAfter(quirks)).toEqual(quirks)
    fc.assert(
      fc.property(secrets, (all) => {
        expect(environmentAfter(all)).toEqual(all)
      }),
      { numRuns: 40 },
    )
  })
})

it('no name that bash lets nobody set can be saved, and any other can', () => {
  const said = execFileSync('/bin/bash', ['--norc', '-c', 'readonly -p'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kept = Array.from(said.toString().matchAll(/^declare -\S+ (\w+)/gm), ([, name]) => name ?? '')
  expect(kept).toContain('UID')
  expect(kept.filter((name) => NewSecretNameSchema.safeParse(name).success)).toEqual([])
  expect(NewSecretNameSchema.safeParse('UID_TOKEN').success).toBe(true)
})
