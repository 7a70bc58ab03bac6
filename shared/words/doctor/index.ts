// What the doctor says, in both languages: the room and the command line speak with the same words.
import type { Check, CheckId } from '../../contract/doctor'
import type { FindingId, FixId } from '../../model/doctor/findings'
import { doctorEnglish } from './en'
import { doctorChinese } from './zh'

/** A finding's `title` is a sentence of a few words; `text` says what it means and what comes of it. */
export type Said = { title: string; text: string }
export type DoctorWords = {
  checks: Record<CheckId, string>
  findings: Findings
  /** `source`: where the fix's own (assets/doctor-fixes.json) is told in words, and those are English. */
  fixes: Record<FixId, Said & { source?: string }>
}
export type Findings = Record<FindingId, (params: Params) => Said>
/** The gap's text by name; '' where the finding has none. */
export type Params = (name: string) => string
type Language = 'en' | 'zh-CN'

const words = { en: doctorEnglish, 'zh-CN': doctorChinese } satisfies Record<Language, DoctorWords>

export function checkName(id: CheckId, language: Language): string {
  return words[language].checks[id]
}

/** Empty words while the check runs. */
export function wordFinding(
  { finding, params }: Pick<Check, 'finding' | 'params'>,
  language: Language,
): Said {
  if (finding === '') return { title: '', text: '' }
  const { checks, findings } = words[language]
  const gap = (name: string): string => {
    const value = String(params[name] ?? '')
    return name === 'check' && isCheck(value, checks) ? checks[value] : value
  }
  return findings[finding](gap)
}

export function wordFix(id: FixId, language: Language): Said & { source?: string } {
  return words[language].fixes[id]
}

function isCheck(text: string, checks: DoctorWords['checks']): text is CheckId {
  return Object.hasOwn(checks, text)
}
