import { expect, test } from 'vitest'
import { isAllowed, licences, licencesText } from './licences'

test('everything that is bundled is under a permissive licence, named and with its text', async () => {
  const all = await licences()
  expect(all.length).toBeGreaterThan(100)
  expect(all.filter(({ licence }) => !isAllowed(licence)).map(({ name }) => name)).toEqual([])
  const text = licencesText(all)
  for (const name of ['react', 'dockerode', 'node-pty', '@xterm/xterm', 'ssh2'])
    expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+`, 'm'))
  // MIT asks for its text to go along; a package without one gives its name and licence alone.
  const without = all.filter(({ text: own }) => own === '').map(({ name }) => name)
  expect(without.length).toBeLessThan(all.length / 10)
})

test('a licence that is not permissive ends the packaging and says whose it is', () => {
  const one = { name: 'stranger', version: '1.0.0', text: '' }
  for (const licence of [
    'GPL-3.0-only',
    'AGPL-3.0',
    'SSPL-1.0',
    'UNLICENSED',
    '',
    '(GPL-2.0 OR MPL-2.0)',
    'MIT AND GPL-3.0',
  ])
    expect(() => licencesText([{ ...one, licence }])).toThrow('stranger 1.0.0')
  expect(licencesText([{ ...one, licence: '(GPL-3.0 OR MIT)' }])).toContain('stranger 1.0.0')
})
