// What each refusal means and what to do about it. Params that a service leaves out fall back to plain words,
// so that a refusal is always a whole sentence.
import type { Refusal, RefusalCode } from '../../shared/model/refusal'
import { createFormat } from './format'
import { refusalsEn } from './refusals-en'
import { refusalsZh } from './refusals-zh'
import type { Language } from './text'

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
      return moment.test(text) ? createFormat(language).moment(Date.parse(text)) : text
    }
    return otherwise
  }
  return { cause: tidy(wording.cause(param)), next: tidy(wording.next(param)) }
}

/** A capital first letter, and no gap where a param was left out. */
function tidy(sentence: string): string {
  const closed = sentence.replace(/ {2,}/g, ' ').replace(/ +([。，：（,.])/g, '$1')
  return closed.charAt(0).toUpperCase() + closed.slice(1)
}
