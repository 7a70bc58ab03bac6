// What each refusal means and what to do about it: the screen and the command line say the same. Params that a service leaves
// out fall back to plain words, so that a refusal is always a whole sentence.
import { explain } from '../model/explanations'
import { isolated } from '../model/isolated'
import type { Refusal, RefusalCode } from '../model/refusal'
import { refusalsEn } from './refusals-en'
import { refusalsZh } from './refusals-zh'

type Language = 'en' | 'zh-CN'

/** The first of these params that is there, else the words given; `quoted` writes it as a word of a command, to be copied: nothing is added to that. */
export type Param = (names: string, otherwise: string, quoted?: (text: string) => string) => string

export type RefusalWording = { cause: (param: Param) => string; next: (param: Param) => string }
export type RefusalWordings = Record<RefusalCode, RefusalWording>

/** As services write a moment; people read it in their own time and language. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** `held`: how a name is written so that it turns nothing round on a screen; a terminal shows what would. */
export function wordRefusal(
  refusal: Refusal,
  language: Language,
  held: (name: string) => string = isolated,
): { cause: string; next: string } {
  const names: string[] = []
  const wording = (language === 'zh-CN' ? refusalsZh : refusalsEn)[refusal.code]
  const param: Param = (wanted, otherwise, quoted) => {
    for (const name of wanted.split(' ')) {
      const value = refusal.params[name]
      if (value === undefined || value === '') continue
      const text = String(value)
      if (moment.test(text)) return written(Date.parse(text), language)
      const told = quoted ? quoted(text) : held(text)
      if (!ours.includes(name)) names.push(told)
      return told
    }
    return otherwise
  }
  return { cause: tidy(wording.cause(param), names), next: tidy(wording.next(param), names) }
}

/** Params that hold a word of ours; the others hold somebody's name. */
const ours = ['what', 'field']

/**
 * For a terminal, in English: the cause with its code, which a script may look for, what was seen, and the next step. A text
 * that nobody foresaw but the table knows is told in the table's words, as on the screen.
 */
export function refusalText(refusal: Refusal): string {
  const { code, evidence, raw } = refusal
  const words = wordRefusal(refusal, 'en', (name) => name)
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

/** A capital first letter where that is ours to choose, and no gap where a param was left out. */
function tidy(sentence: string, names: readonly string[]): string {
  const closed = sentence.replace(/ {2,}/g, ' ').replace(/ +([。，：（,.])/g, '$1')
  if (names.some((name) => closed.startsWith(name))) return closed
  return closed.charAt(0).toUpperCase() + closed.slice(1)
}
