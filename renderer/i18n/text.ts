import { isolated } from '../../shared/model/isolated'

export type Language = 'en' | 'zh-CN'

/** The same shape with other words: literals widen, functions keep their parameters. */
type SameShape<T> = T extends (...params: infer Params) => string
  ? (...params: Params) => string
  : T extends string
    ? string
    : { [Key in keyof T]: SameShape<T[Key]> }

export type Words = { [key: string]: string | ((...params: never[]) => string) | Words }

export type Text<T> = { en: T; zhCN: SameShape<T> }

/**
 * A room's words in both languages; the compiler sees to it that neither misses one. What a sentence is given to name may be
 * a stranger's: in no sentence does it turn round what stands beside it.
 */
export function defineText<T extends Words>(text: { en: T; zhCN: SameShape<T> }): Text<T> {
  return { en: isolating(text.en), zhCN: isolating(text.zhCN) }
}

function isolating<T>(words: T): T {
  if (typeof words === 'function') return sentence(words as (...params: unknown[]) => string) as T
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, isolating(value)])) as T
}

function sentence(words: (...params: unknown[]) => string): typeof words {
  return (...params) => words(...params.map((param) => (typeof param === 'string' ? isolated(param) : param)))
}

export function wordsIn<T>(text: Text<T>, language: Language): T | SameShape<T> {
  return language === 'zh-CN' ? text.zhCN : text.en
}

/** The language to speak: what the person chose, else the first known one of the system's, else English. */
export function chooseLanguage(chosen: 'system' | Language, preferred: readonly string[]): Language {
  if (chosen !== 'system') return chosen
  for (const tag of preferred) {
    const lower = tag.toLowerCase()
    if (lower.startsWith('zh')) return 'zh-CN'
    if (lower.startsWith('en')) return 'en'
  }
  return 'en'
}
