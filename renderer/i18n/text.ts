export type Language = 'en' | 'zh-CN'

/** The same shape with other words: literals widen, functions keep their parameters. */
type SameShape<T> = T extends (...params: infer Params) => string
  ? (...params: Params) => string
  : T extends string
    ? string
    : { [Key in keyof T]: SameShape<T[Key]> }

export type Words = { [key: string]: string | ((...params: never[]) => string) | Words }

export type Text<T> = { en: T; zhCN: SameShape<T> }

/** A room's words in both languages; the compiler sees to it that neither misses one. */
export function defineText<T extends Words>(text: { en: T; zhCN: SameShape<T> }): Text<T> {
  return text
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
