import { TimerReset } from 'lucide-react'
import { usualReaperRule } from '../../../../shared/contract/reaper'
import { useFormat, useText } from '../../../i18n'
import { latest, useReaper } from '../../../state'
import { Button } from '../../../ui'
import { text } from './text'

/** What happens to idle kernels here, in one line, and the way to change it. */
export function ReaperLine({ environmentId, onOpen }: { environmentId: string; onOpen: () => void }) {
  const words = useText(text)
  const format = useFormat()
  const state = latest(useReaper())
  const rule = state?.rules[environmentId] ?? usualReaperRule
  return (
    <div className="ui-row ui-small ws-line">
      <TimerReset size={14} aria-hidden className="ui-faint" />
      <span className="ui-grow ui-muted">
        {rule.on ? words.lineOn(format.duration(rule.idleMinutes * 60)) : words.lineOff}
      </span>
      <Button size="sm" variant="ghost" aria-label={words.title} onPress={onOpen}>
        {rule.on ? words.change : words.setUp}
      </Button>
    </div>
  )
}
