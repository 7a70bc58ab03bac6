import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import { Bell, X } from 'lucide-react'
import { useFormat, useText } from '../i18n'
import { cx, IconButton } from '../ui'
import { RenameField } from './rename-field'
import { text } from './text'

/** What a tab shows: its active pane's title, and what there is to know before one looks. */
export type ShownTab = {
  id: number
  title: string
  /** The whole of it, for the tooltip. */
  about: string
  /** '' where no person gave one. */
  name: string
  panes: number
  ended: boolean
  unseen: 'output' | 'bell' | null
}

type TabProps = {
  tab: ShownTab
  number: number
  here: boolean
  panelId: string
  renaming: boolean
  dragging: boolean
  onChoose: () => void
  onClose: () => void
  onRename: () => void
  onNamed: (name: string | null) => void
  onMenu: (tab: HTMLElement) => void
  onKeyDown: (event: KeyboardEvent) => void
  onPointerDown: (event: PointerEvent) => void
}

export function Tab(props: TabProps) {
  const words = useText(text)
  const format = useFormat()
  const { tab, here } = props
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (here) place.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [here, tab.title])
  const openMenu = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    props.onMenu(event.currentTarget)
  }
  const asides = [
    ...(tab.panes > 1 ? [words.panes(format.whole(tab.panes))] : []),
    ...(tab.ended ? [words.ended] : []),
    ...(tab.unseen === null ? [] : [words.unseen[tab.unseen]]),
  ]
  return (
    <div
      ref={place}
      className={cx(
        'terminal-tab',
        here && 'terminal-tab--here',
        tab.ended && 'terminal-tab--ended',
        props.dragging && 'terminal-tab--dragging',
      )}
      role="presentation"
      data-tab={tab.id}
      onContextMenu={openMenu}
      onPointerDown={props.onPointerDown}
      onAuxClick={(event) => {
        if (event.button === 1) props.onClose()
      }}
    >
      {props.renaming ? (
        <RenameField label={words.renameField} name={tab.name} onDone={props.onNamed} />
      ) : (
        <button
          type="button"
          role="tab"
          id={tabElementId(props.panelId, tab.id)}
          aria-selected={here}
          aria-controls={props.panelId}
          aria-label={[tab.title, ...asides].join(', ')}
          tabIndex={here ? 0 : -1}
          title={tab.about}
          className="terminal-tab-name"
          onClick={props.onChoose}
          onDoubleClick={props.onRename}
          onKeyDown={props.onKeyDown}
        >
          <span className="terminal-tab-number">{props.number}</span>
          <span className="terminal-tab-title">{tab.title}</span>
          {tab.panes > 1 && <span className="terminal-tab-count">{format.whole(tab.panes)}</span>}
          {tab.unseen === 'bell' && <Bell className="terminal-tab-bell" size={11} aria-hidden />}
          {tab.unseen === 'output' && <span className="terminal-tab-dot" />}
        </button>
      )}
      <IconButton
        size="sm"
        quiet
        excludeFromTabOrder
        className="terminal-tab-close"
        label={words.close(tab.title)}
        onPress={props.onClose}
      >
        <X size={12} aria-hidden />
      </IconButton>
    </div>
  )
}

export const tabElementId = (panelId: string, tab: number) => `${panelId}-tab-${tab}`
