import { SquareTerminal } from 'lucide-react'
import type { TerminalTarget } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { Button, EmptyState, RefusalView, Spinner } from '../ui'
import { text } from './text'
import type { PanelState } from './use-panel'

type PanelNoticeProps = {
  target: TerminalTarget
  empty: boolean
  /** The list of terminals was read. */
  known: boolean
  opening: PanelState['opening']
  onOpen: () => void
}

/** What stands where no terminal does, and why one could not be opened. */
export function PanelNotice({ target, empty, known, opening, onOpen }: PanelNoticeProps) {
  const words = useText(text)
  if (opening.state.is === 'refused')
    return (
      <div className="terminal-refusal">
        <RefusalView
          refusal={opening.state.refusal}
          extra={
            <>
              <Button size="sm" onPress={onOpen}>
                {words.openAgain}
              </Button>
              <Button size="sm" onPress={opening.reset}>
                {words.closeThis}
              </Button>
            </>
          }
        />
      </div>
    )
  if (!empty) return null
  return (
    <div className="terminal-empty">
      {!known || opening.pending ? (
        <span className="ui-row" role="status">
          <Spinner /> {known ? words.opening : words.connecting}
        </span>
      ) : (
        <EmptyState
          icon={<SquareTerminal aria-hidden />}
          title={target.is === 'host' ? words.emptyHost : words.emptyContainer}
          text={words.emptyText}
          action={
            <Button variant="primary" onPress={onOpen}>
              {words.open}
            </Button>
          }
        />
      )}
    </div>
  )
}
