import { describe, expect, test } from 'vitest'
import { explain } from '../model/explanations'
import { refusal, refusalCodes } from '../model/refusal'
import { refusalText, wordRefusal } from './refusals'

const chinese = /[\u4e00-\u9fff]/

describe.each(refusalCodes)('the refusal %s', (code) => {
  test('says cause and next step as whole sentences in English', () => {
    const { cause, next } = wordRefusal(refusal(code), 'en')
    expect(cause).toMatch(/^[\p{Lu}“].{15,}[.!?]$/u)
    expect(next).toMatch(/^\p{Lu}.*[.!?]$/u)
    expect(`${cause}${next}`).not.toMatch(/undefined| {2}|\s[.,]/)
  })

  test('says both in Chinese, with Chinese punctuation', () => {
    const { cause, next } = wordRefusal(refusal(code), 'zh-CN')
    expect(cause).toMatch(chinese)
    expect(next).toMatch(chinese)
    expect(cause).toMatch(/。$/)
    expect(next).toMatch(/。$/)
    expect(`${cause}${next}`).not.toMatch(/undefined|\s[。，]/)
  })
})

test('a refusal names the thing it is about', () => {
  const words = wordRefusal(refusal('NameTaken', { params: { name: 'vision' } }), 'en')
  expect(words.cause).toBe('A container called vision exists already.')
  expect(wordRefusal(refusal('PortTaken', { params: { port: 8888 } }), 'zh-CN').cause).toContain('8888')
})

test('a name is told as it is written, where it begins the sentence too', () => {
  const gone = (name: string) => wordRefusal(refusal('NotFound', { params: { name } }), 'en').cause
  expect(gone('vision-lab')).toBe('vision-lab is not there any more.')
  expect(gone('')).toBe('It is not there any more.')
  expect(gone('שלום')).toBe('\u2068שלום\u2069 is not there any more.')
  const wrong = refusal('InvalidInput', { params: { what: 'image' } })
  expect(wordRefusal(wrong, 'en').cause).toBe('Image cannot be used as it is.')
})

test.each(['en', 'zh-CN'] as const)('a path in a command can be copied with it (%s)', (language) => {
  const next = (real: string) =>
    wordRefusal(refusal('MountRefused', { params: { reason: 'asks', path: real, real } }), language).next
  expect(next('/home/דוד/my data')).toContain(" --allow-path '/home/דוד/my data'")
  expect(next('/home/\u202etxt')).not.toMatch(/\p{Bidi_Control}/u)
})

test('a moment is told in the time and language of whoever reads it', () => {
  const until = new Date(2026, 10, 24, 18, 4)
  const reserved = refusal('CardsReserved', { params: { holder: 'ada@atlas', until: until.toISOString() } })
  expect(wordRefusal(reserved, 'en').cause).toMatch(
    /^A card is reserved by ada@atlas until Nov 24, 2026.*6:04\sPM/,
  )
  expect(wordRefusal(reserved, 'zh-CN').cause).toContain('18:04')
})

test('what stands in the way of a mount or of a number of cards is said exactly', () => {
  const mount = refusal('MountRefused', { params: { path: '/data', reason: 'source-missing' } })
  expect(wordRefusal(mount, 'en').cause).toBe('The folder to mount, /data, does not exist.')
  const few = refusal('GpuNotHere', { params: { wanted: 4, found: 2 } })
  expect(wordRefusal(few, 'en').cause).toBe('4 GPUs were asked for, 2 can be used.')
  expect(wordRefusal(few, 'zh-CN').cause).toContain('4 块')
})

describe('for a terminal', () => {
  test('a refusal is its sentence, its code, what was seen, and the next step', () => {
    const params = { path: '/data', reason: 'source-missing' }
    const mount = refusal('MountRefused', { params, evidence: 'stat /data: no such file', raw: 'more' })
    expect(refusalText(mount)).toBe(
      [
        'The folder to mount, /data, does not exist. (MountRefused)',
        '    | stat /data: no such file',
        '    → Create it, or choose a folder that is there.',
      ].join('\n'),
    )
  })

  test('a name stands there without what a screen needs to hold it', () => {
    const params = { reason: 'asks', path: '/home/דוד', real: '/home/דוד' }
    expect(refusalText(refusal('MountRefused', { params }))).not.toMatch(/[\u2066-\u2069]/)
    expect(refusalText(refusal('NotFound', { params: { name: 'שלום' } }))).toContain('שלום is not there')
  })

  test('one that nobody foresaw is told in the words of the table that knows its text', () => {
    const raw = 'Conflict. The container name "/lab" is already in use by container "f00d"'
    const lines = refusalText(refusal('Unforeseen', { raw })).split('\n')
    expect(lines[0]).toBe(`${explain(raw)?.cause.en} (Unforeseen)`)
    expect(lines).toContain(`    | ${raw}`)
    expect(lines).toContain('        docker start lab')
  })

  test('and one that nobody knows says so, and quotes it', () => {
    const [cause, seen] = refusalText(refusal('Unforeseen', { raw: 'splines unreticulated\n' })).split('\n')
    expect(cause).toBe(`${wordRefusal(refusal('Unforeseen'), 'en').cause} (Unforeseen)`)
    expect(seen).toBe('    | splines unreticulated')
  })
})
