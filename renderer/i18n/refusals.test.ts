import { describe, expect, test } from 'vitest'
import { refusal, refusalCodes } from '../../shared/model/refusal'
import { wordRefusal } from './refusals'

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
