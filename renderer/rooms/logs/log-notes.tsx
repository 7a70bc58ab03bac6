import { useFormat, useText } from '../../i18n'
import { Button, Spinner } from '../../ui'
import { firstTail, type Log, type Session } from './session'
import { text } from './text'

/** Above the first line: what came before it, and how to see that. */
export function LogHead({ log, onEarlier }: { log: Log; onEarlier: () => void }) {
  const words = useText(text)
  const format = useFormat()
  const { earlier } = log
  // A log shorter than what is asked for first is here from its beginning; saying so above three lines would be noise.
  if (earlier.is === 'unknown' && log.lines < firstTail && log.dropped === 0) return null
  return (
    <div className="log-head">
      {earlier.is === 'loading' && (
        <>
          <Spinner /> {words.loadingEarlier}
        </>
      )}
      {earlier.is === 'all' && words.beginning}
      {earlier.is === 'full' && words.full(format.whole(log.lines))}
      {earlier.is === 'refused' && words.earlierFailed}
      {(earlier.is === 'unknown' || earlier.is === 'refused') && (
        <Button size="sm" variant="ghost" onPress={onEarlier}>
          {earlier.is === 'refused' ? words.again : words.earlier}
        </Button>
      )}
    </div>
  )
}

/** Below the last line: why nothing more comes. */
export function LogFoot({ log, session }: { log: Log; session: Session }) {
  const words = useText(text)
  const { phase } = log
  if (phase.is !== 'standing') return null
  return (
    <div className="log-note log-note--end" role="status">
      <span className="ui-grow">{words[phase.because]}</span>
      {phase.because === 'lost' && (
        <Button size="sm" onPress={session.tryNow}>
          {words.again}
        </Button>
      )}
    </div>
  )
}

export function GapNote() {
  return <div className="log-note">{useText(text).gap}</div>
}

export function ClearedNote(props: { lines: number; onShow: () => void }) {
  const words = useText(text)
  const format = useFormat()
  return (
    <div className="log-note">
      <span className="ui-grow">{words.cleared(format.whole(props.lines))}</span>
      <Button size="sm" variant="ghost" onPress={props.onShow}>
        {words.showCleared}
      </Button>
    </div>
  )
}
