import { X } from 'lucide-react'
import { useText } from '../../i18n'
import { TerminalPanel } from '../../terminal'
import { cx, IconButton } from '../../ui'
import { LogsView } from '../logs'
import { text } from './text'

export type PanelTab = 'terminal' | 'logs'

type PanelProps = {
  containerId: string
  running: boolean
  tab: PanelTab
  onTab: (tab: PanelTab) => void
  /** Absent where the panel is all there is. */
  onClose?: () => void
}

/** Below JupyterLab: terminals into the container and what it printed. */
export function BottomPanel(props: PanelProps) {
  const words = useText(text)
  const { containerId, tab } = props
  return (
    <section className="ws-panel" aria-label={words.panel}>
      <div className="ws-panel-head" role="group" aria-label={words.panel}>
        {(['terminal', 'logs'] as const).map((key) => (
          <button
            key={key}
            type="button"
            className={cx('ws-panel-tab', key === tab && 'ws-panel-tab--here')}
            aria-pressed={key === tab}
            onClick={() => props.onTab(key)}
          >
            {words[key]}
          </button>
        ))}
        <span className="ui-grow" />
        {props.onClose && (
          <IconButton size="sm" label={words.closePanel} onPress={props.onClose}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      {/* A look at the logs must not end the terminals' screens. */}
      <div className="ws-panel-body" hidden={tab !== 'terminal'}>
        <TerminalPanel target={{ is: 'container', containerId }} />
      </div>
      {tab === 'logs' && (
        <div className="ws-panel-body">
          <LogsView containerId={containerId} />
        </div>
      )}
    </section>
  )
}
