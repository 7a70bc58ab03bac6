// What each refusal means and what to do about it: the screen and the command line say the same. Params that a service leaves
// out fall back to plain words, so that a refusal is always a whole sentence.
import { explain } from '../model/explanations'
import { isolated } from '../model/isolated'
import type { Refusal, RefusalCode } from '../model/refusal'
import { refusalsEn } from './refusals-en'
import { refusalsZh } from './refusals-zh'

type Language = 'en' | 'zh-CN'

/** The first of these params that is there, else the words given. */
export type Param = (names: string, otherwise: string) => string

export type RefusalWording = { cause: (param: Param) => string; next: (param: Param) => string }
export type RefusalWordings = Record<RefusalCode, RefusalWording>

/** As services write a moment; people read it in their own time and language. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

export function wordRefusal(refusal: Refusal, language: Language): { cause: string; next: string } {
  const wording = (language === 'zh-CN' ? refusalsZh : refusalsEn)[refusal.code]
  const param: Param = (names, otherwise) => {
    for (const name of names.split(' ')) {
      const value = refusal.params[name]
      if (value === undefined || value === '') continue
      const text = String(value)
      return moment.test(text) ? written(Date.parse(text), language) : isolated(text)
    }
    return otherwise
  }
  return { cause: tidy(wording.cause(param)), next: tidy(wording.next(param)) }
}

/**
 * For a terminal, in English: the cause with its code, which a script may look for, what was seen, and the next step. A text
 * that nobody foresaw but the table knows is told in the table's words, as on the screen.
 */
export function refusalText(refusal: Refusal): string {
  const { code, evidence, raw } = refusal
  const words = wordRefusal(refusal, 'en')
  const known = code === 'Unforeseen' ? explain(raw || evidence) : null
  const steps = known?.steps.map(({ words, command }) => ({ says: words.en, command }))
  return [
    `${known?.cause.en ?? words.cause} (${code})`,
    ...linesOf(evidence || raw).map((line) => `    | ${line}`),
    ...(steps ?? [{ says: words.next, command: null }]).flatMap(({ says, command }) => [
      ...linesOf(says).map((line) => `    → ${line}`),
      ...linesOf(command ?? '').map((line) => `        ${line}`),
    ]),
  ].join('\n')
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '')

function written(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** A capital first letter, and no gap where a param was left out. */
function tidy(sentence: string): string {
  const closed = sentence.replace(/ {2,}/g, ' ').replace(/ +([。，：（,.])/g, '$1')
  return closed.charAt(0).toUpperCase() + closed.slice(1)
}
