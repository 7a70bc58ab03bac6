import type { KeyboardEvent, ReactNode } from 'react'
import { X } from 'lucide-react'
import type { Terminal } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { cx, IconButton } from '../ui'
import { text } from './text'

type TabStripProps = {
  terminals: readonly Terminal[]
  titles: ReadonlyMap<string, string>
  selected: string | null
  onSelect: (id: string) => void
  onClose: (id: string) => void
  children: ReactNode
}

/** Arrow keys walk the tabs, Delete closes one, Enter goes into it. */
export function TabStrip(props: TabStripProps) {
  const words = useText(text)
  const { terminals, selected } = props
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const id = terminals[index]?.id
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step !== undefined) {
      const next = terminals[(index + step + terminals.length) % terminals.length]
      if (next) {
        props.onSelect(next.id)
        document.getElementById(tabId(next.id))?.focus()
      }
    } else if (event.key === 'Delete' && id !== undefined) props.onClose(id)
    else return
    event.preventDefault()
  }
  return (
    <div className="terminal-strip">
      <div className="terminal-tabs" role="tablist" aria-label={words.terminals}>
        {terminals.map((terminal, index) => {
          const here = terminal.id === selected
          const name = props.titles.get(terminal.id) ?? terminal.label
          return (
            <div
              key={terminal.id}
              className={cx('terminal-tab', here && 'terminal-tab--here')}
              role="presentation"
            >
              <button
                type="button"
                role="tab"
                id={tabId(terminal.id)}
                aria-selected={here}
                aria-controls={panelId(terminal.id)}
                tabIndex={here ? 0 : -1}
                title={name}
                className={cx(
                  'terminal-tab-name',
                  terminal.state.is !== 'running' && 'terminal-tab-name--ended',
                )}
                onClick={() => props.onSelect(terminal.id)}
                onKeyDown={(event) => onKeyDown(event, index)}
              >
                <span className="terminal-tab-number">{index + 1}</span>
                {name}
              </button>
              <IconButton
                size="sm"
                quiet
                className="terminal-tab-close"
                label={words.close(name)}
                onPress={() => props.onClose(terminal.id)}
              >
                <X size={12} aria-hidden />
              </IconButton>
            </div>
          )
        })}
      </div>
      {props.children}
    </div>
  )
}

const tabId = (id: string) => `terminal-tab-${id}`
export const panelId = (id: string) => `terminal-panel-${id}`
export const labelledBy = tabId
