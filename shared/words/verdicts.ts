// What each verdict on an image means, why, and what a person can do about it: the launch room and the command line speak with
// the same words.
import type { Reason, Verdict } from '../model/compatibility'
import { verdictsEn } from './verdicts-en'
import { verdictsZh } from './verdicts-zh'

type Language = 'en' | 'zh-CN'

/** The param's text; '' where the rule left it out. */
export type VerdictParam = (name: string) => string

export type ReasonWording = {
  /** A whole sentence. */
  says: (param: VerdictParam) => string
  /** What to do; '' where nothing has to be done. */
  next: (param: VerdictParam) => string
}
export type VerdictWordings = {
  /** For a badge. */
  titles: Record<Verdict['is'], string>
  reasons: Record<Reason['rule'], ReasonWording>
  /** A sentence that is not verified, as advice. */
  likely: (sentence: string) => string
  /** Cards that are left out of a verdict that holds for others. */
  excluded: (count: number) => string
}

export function wordVerdict(verdict: Verdict['is'], language: Language): string {
  return wordings(language).titles[verdict]
}

/** One reason, and what to do about it; what was not verified is worded as advice. */
export function wordReason(reason: Reason, language: Language): { says: string; next: string } {
  const { reasons, likely } = wordings(language)
  const wording = reasons[reason.rule]
  const param: VerdictParam = (name) => String(reason.params[name] ?? '')
  const says = tidy(wording.says(param))
  const advice = !reason.certain && !UNCERTAIN_BY_THEMSELVES.includes(reason.rule)
  return { says: advice ? likely(says) : says, next: tidy(wording.next(param)) }
}

/** The decisive reason and the next step in one: 'Needs driver 580 or newer for CUDA 13.0, this machine has 570.26. Update …' */
export function verdictSentence(verdict: Verdict, language: Language): string {
  const decisive = verdict.reasons[0]
  const { excluded } = wordings(language)
  const { says, next } = decisive ? wordReason(decisive, language) : { says: '', next: '' }
  const others = verdict.excludedCards.length > 0 ? excluded(verdict.excludedCards.length) : ''
  const sentences = [says, next, others].filter((sentence) => sentence !== '')
  return sentences.join(language === 'zh-CN' ? '' : ' ')
}

/** These say themselves that something is not known. */
const UNCERTAIN_BY_THEMSELVES: readonly Reason['rule'][] = [
  'driver-forward-compat',
  'driver-unknown',
  'require-unreadable',
  'capability-unknown',
  'architecture-emulated',
  'nothing-known',
]

function wordings(language: Language): VerdictWordings {
  return language === 'zh-CN' ? verdictsZh : verdictsEn
}

/** No gap where a param was left out. */
function tidy(sentence: string): string {
  return sentence
    .replace(/ {2,}/g, ' ')
    .replace(/ +([。，：；（,.])/g, '$1')
    .trim()
}
