import { expect, test } from 'vitest'
import { wordRefusal } from '../../shared/words/refusals'
import { defineText, wordsIn } from './text'

const text = defineText({
  en: {
    plain: 'A word',
    of: { remove: (name: string, count: number) => `Remove ${name} and ${count} more?` },
  },
  zhCN: { plain: '一个词', of: { remove: (name, count) => `移除 ${name} 和另外 ${count} 个？` } },
})

test.each(['en', 'zh-CN'] as const)(
  'a sentence in %s holds a name that would turn the rest of it round',
  (language) => {
    const { of, plain } = wordsIn(text, language)
    expect(of.remove('vision', 2)).not.toMatch(/[\u2066-\u2069]/)
    expect(of.remove('a\u202etxt', 2)).toContain(' \u2068a\u202etxt\u2069 ')
    expect(plain).toBe(language === 'en' ? 'A word' : '一个词')
  },
)

test('so does a refusal', () => {
  const refusal = {
    code: 'NotFound' as const,
    params: { name: 'a\u202etxt' },
    evidence: '',
    raw: '',
    actions: [],
  }
  expect(wordRefusal(refusal, 'en').cause).toBe('\u2068a\u202etxt\u2069 is not there any more.')
})
