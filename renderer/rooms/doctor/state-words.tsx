import { CircleAlert, CircleCheck, CircleHelp, CircleMinus, Lightbulb } from 'lucide-react'
import type { Check } from '../../../shared/contract/doctor'
import { useText } from '../../i18n'
import { Badge, Spinner, type Tone } from '../../ui'
import { text } from './text'

const tones: Record<Check['state'], Tone> = {
  running: 'neutral',
  fine: 'good',
  advice: 'warn',
  problem: 'bad',
  unknown: 'neutral',
  'not-applicable': 'neutral',
}

const icons: Record<Exclude<Check['state'], 'running'>, typeof CircleCheck> = {
  fine: CircleCheck,
  advice: Lightbulb,
  problem: CircleAlert,
  unknown: CircleHelp,
  'not-applicable': CircleMinus,
}

/** A check's state as a shape and a word. */
export function StateBadge({ state }: { state: Check['state'] }) {
  const words = useText(text).states
  const Icon = state === 'running' ? null : icons[state]
  return (
    <Badge tone={tones[state]} icon={Icon ? <Icon size={12} aria-hidden /> : <Spinner size={11} />}>
      {words[state]}
    </Badge>
  )
}
