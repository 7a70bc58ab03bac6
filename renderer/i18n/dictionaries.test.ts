import { expect, test } from 'vitest'
import type { Words } from './text'

type Found = { en: Words; zhCN: Words }

// Every text.ts of the renderer, wherever a room keeps it.
const files = import.meta.glob<Record<string, unknown>>(['../**/text.ts', '../**/*.text.ts', '!./text.ts'], {
  eager: true,
})

function dictionaries(): [string, Found][] {
  return Object.entries(files).flatMap(([file, exported]) =>
    Object.entries(exported).flatMap(([name, value]): [string, Found][] =>
      typeof value === 'object' && value !== null && 'en' in value && 'zhCN' in value
        ? [[`${file} ${name}`, value as Found]]
        : [],
    ),
  )
}

function keys(words: Words, above = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' ? keys(value, `${above}${key}.`) : [`${above}${key}`],
  )
}

function strings(words: Words): string[] {
  return Object.values(words).flatMap((value) =>
    typeof value === 'string' ? [value] : typeof value === 'object' ? strings(value) : [],
  )
}

test('there are dictionaries to look at', () => {
  expect(dictionaries().length).toBeGreaterThan(0)
})

test.each(dictionaries())('%s has every key in both languages, and no empty word', (_name, text) => {
  expect(keys(text.zhCN).sort()).toEqual(keys(text.en).sort())
  expect(strings(text.en)).not.toContain('')
  expect(strings(text.zhCN)).not.toContain('')
})
