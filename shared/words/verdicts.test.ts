import { describe, expect, test } from 'vitest'
import { judge, readImage, type Reason, type Verdict } from '../model/compatibility'
import { judgeCases } from '../model/compatibility/judge-cases.test-support'
import { cards, machine, source, torch, userSpace } from '../model/compatibility/judge.test-support'
import { ReasonSchema } from '../model/compatibility/types'
import { verdictSentence, wordReason, wordVerdict } from './verdicts'

const chinese = /[\u4e00-\u9fff]/
const rules = ReasonSchema.shape.rule.options
const bare = (rule: Reason['rule']): Reason => ({ rule, params: {}, evidence: '', source: '', certain: true })

describe.each(judgeCases)('$name', ({ image, host }) => {
  const verdict = judge(readImage(source(image)), host)

  test('is said in whole sentences of both languages', () => {
    const english = verdictSentence(verdict, 'en')
    expect(english).toMatch(/^\p{Lu}.*\.$/u)
    expect(english).not.toMatch(/undefined| {2}|\s[.,]|,\s*[.,]|\(\)|\bCUDA [.,]/)
    const mandarin = verdictSentence(verdict, 'zh-CN')
    expect(mandarin).toMatch(chinese)
    expect(mandarin).toMatch(/。$/)
    expect(mandarin).not.toMatch(/undefined| {2}|\s[。，]|（）/)
  })
})

test.each(rules)('%s has words even where its params were left out', (rule) => {
  expect(wordReason(bare(rule), 'en').says).toMatch(/^\p{Lu}?.*\.$/u)
  expect(wordReason(bare(rule), 'zh-CN').says).toMatch(/。$/)
})

test('what to do comes with what is wrong', () => {
  const of = (asked: Parameters<typeof source>[0], host: Parameters<typeof judge>[1]) =>
    verdictSentence(judge(readImage(source(asked)), host), 'en')
  expect(of(userSpace('13.0'), machine('570.26', [cards.rtx4090]))).toBe(
    'Needs driver 580 or newer for CUDA 13.0, this machine has 570.26. Update the NVIDIA driver to 580 or newer, or choose an image with an older CUDA.',
  )
  expect(of(torch('2.3.1', '12.1'), machine('570.26', [cards.rtx5090]))).toBe(
    'NVIDIA GeForce RTX 5090 has compute capability 12.0; the image has code for 5.0, 6.0, 7.0, 7.5, 8.0, 8.6, 9.0 only, so it fails with “no kernel image is available”. Choose an image with CUDA 12.8 or newer.',
  )
})

test('a demand of the hook names the driver that would meet it', () => {
  const image = source({
    reference: 'acme/app:1',
    env: ['CUDA_VERSION=12.8.1', 'NVIDIA_REQUIRE_CUDA=cuda>=12.8'],
  })
  const verdict = judge(readImage(image), machine('525.147.05', [cards.rtx4090]))
  expect(verdictSentence(verdict, 'en')).toContain('Update the NVIDIA driver to 570.26 or newer')
  expect(verdictSentence(verdict, 'zh-CN')).toContain('升级到 570.26 或更高版本')
})

test('what was not verified is worded as advice', () => {
  const reason: Reason = {
    ...bare('driver-too-old'),
    params: { needs: '580', driver: '570.26' },
    certain: false,
  }
  expect(wordReason(reason, 'en').says).toBe(
    'Probably, but not verified: Needs driver 580 or newer, this machine has 570.26.',
  )
  expect(wordReason(reason, 'zh-CN').says).toContain('未经证实')
})

test('every verdict has a short name of its own', () => {
  const all: Verdict['is'][] = ['runs', 'minor-version', 'without-gpu', 'will-not-run', 'cannot-tell']
  expect(new Set(all.map((is) => wordVerdict(is, 'en'))).size).toBe(all.length)
  expect(new Set(all.map((is) => wordVerdict(is, 'zh-CN'))).size).toBe(all.length)
})
