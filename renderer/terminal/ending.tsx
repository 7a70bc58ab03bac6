import type { Terminal } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { Button, RefusalView } from '../ui'
import { text } from './text'

/** Under a screen whose shell is no more: what happened, and the way on. The screen stays to be read. */
export function Ending(props: { terminal: Terminal; onAnother: () => void; onClose: () => void }) {
  const words = useText(text)
  const { state } = props.terminal
  if (state.is === 'running') return null
  const ways = (
    <>
      <Button size="sm" variant="primary" onPress={props.onAnother}>
        {words.openAnother}
      </Button>
      <Button size="sm" onPress={props.onClose}>
        {words.closeThis}
      </Button>
    </>
  )
  if (state.is === 'lost')
    return (
      <div className="terminal-ending">
        <RefusalView plain refusal={state.refusal} extra={ways} />
      </div>
    )
  if (state.is === 'signalled')
    return (
      <div className="terminal-ending" role="status">
        <span>{words.signalled(state.signal)}</span>
        <span className="ui-row">{ways}</span>
      </div>
    )
  return (
    <div className="terminal-ending" role="status">
      <span>{state.code === null ? words.endedUnknown : words.exited(String(state.code))}</span>
      <span className="ui-row">{ways}</span>
    </div>
  )
}
