import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mountRisks } from '../model/launch'
import { visible, visibleLines } from '../model/visible'
import { wordQuestion, wordRisk, type Question } from './consent'

const questions: Question[] = [
  { is: 'mounts', mounts: [{ path: '/etc', readOnly: true, why: 'system' }] },
  { is: 'host-terminals' },
  { is: 'engine', address: 'tcp://10.0.0.5:2376' },
]

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  it.each(questions)('a question says what it means and offers a no: $is', (question) => {
    const { title, detail, yes, no } = wordQuestion(question, language)
    for (const part of [title, detail, yes, no]) expect(part).not.toMatch(/undefined|^$/)
    expect(title).toMatch(/[?？]$/)
    expect(/[\u4e00-\u9fff]/.test(`${title}${yes}${no}`)).toBe(language === 'zh-CN')
  })

  it.each(mountRisks)('the risk %s is a whole sentence', (risk) => {
    expect(wordRisk(risk, language)).toMatch(/.{10,}[.。]$/)
  })
})

it('a place is shown by its whole name and its risk', () => {
  const { detail } = wordQuestion(questions[0] as Question, 'en')
  expect(detail).toContain('/etc (for reading only)\nThe system itself')
})

it('what a path holds cannot make more lines, turn the writing or push the rest out of sight', () => {
  const path = `/etc/\n\nNothing to worry about.\u202e\u001b[2J${'x'.repeat(4000)}/end`
  const { detail } = wordQuestion({ is: 'mounts', mounts: [{ path, readOnly: false, why: 'system' }] }, 'en')
  expect(detail.split('\n')).toHaveLength(4)
  expect(detail).toContain('/etc/\\u{a}\\u{a}Nothing to worry about.\\u{202e}\\u{1b}[2Jx')
  expect(detail).toContain('x/end\n')
  expect(detail.length).toBeLessThan(500)
})

it('a text made visible is one line, has nothing unseen and is bounded; lines stay lines where they may', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      expect(Array.from(visible(text)).length).toBeLessThanOrEqual(160)
      expect(visibleLines(text)).not.toMatch(/(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/u)
      expect(visibleLines(text).split('\n')).toHaveLength(text.split('\n').length)
    }),
  )
  expect(visible('plain ünïcode 长 🚀')).toBe('plain ünïcode 长 🚀')
})
