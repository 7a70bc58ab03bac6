import { Ban, CircleCheck, CircleHelp, Cpu, TriangleAlert } from 'lucide-react'
import type { Verdict } from '../../../../shared/model/compatibility'
import { wordReason, wordVerdict } from '../../../../shared/words/verdicts'
import { useLanguage, useText } from '../../../i18n'
import { Badge, cx, Skeleton, type Tone } from '../../../ui'
import { text } from './preflight.text'
import './preflight.css'

const tones: Record<Verdict['is'], Tone> = {
  runs: 'good',
  'minor-version': 'warn',
  'without-gpu': 'neutral',
  'will-not-run': 'bad',
  'cannot-tell': 'neutral',
}

const icons: Record<Verdict['is'], typeof Ban> = {
  runs: CircleCheck,
  'minor-version': TriangleAlert,
  'without-gpu': Cpu,
  'will-not-run': Ban,
  'cannot-tell': CircleHelp,
}

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const language = useLanguage()
  const Icon = icons[verdict.is]
  return (
    <Badge tone={tones[verdict.is]} icon={<Icon size={12} aria-hidden />}>
      {wordVerdict(verdict.is, language)}
    </Badge>
  )
}

/** The verdict and its decisive reason in a sentence; rule, evidence and source are one press away. */
export function VerdictLine(props: { verdict: Verdict | null; title: string; onPress: () => void }) {
  const words = useText(text)
  const language = useLanguage()
  const { verdict } = props
  if (!verdict) return <Skeleton width="72%" />
  const [decisive] = verdict.reasons
  const says = decisive ? wordReason(decisive, language).says : ''
  return (
    <button
      type="button"
      className={cx('preflight-line', `preflight-line--${tones[verdict.is]}`)}
      aria-label={words.why(props.title, `${wordVerdict(verdict.is, language)}. ${says}`)}
      onClick={props.onPress}
    >
      <VerdictBadge verdict={verdict} /> {says}
      {verdict.excludedCards.length > 0 && ` ${words.excluded(verdict.excludedCards.length)}`}
    </button>
  )
}
