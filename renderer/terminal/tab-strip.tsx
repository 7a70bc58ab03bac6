import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useText } from '../i18n'
import { MenuAt, type MenuEntry } from '../ui'
import { Tab, tabElementId, type ShownTab } from './tab'
import { useTabDrag } from './tab-drag'
import { text } from './text'

type TabStripProps = {
  tabs: readonly ShownTab[]
  selected: number | null
  panelId: string
  /** The tab whose name is being given. */
  renaming: number | null
  /** `enter`: the keyboard goes into the terminal, too. */
  onSelect: (tab: number, enter: boolean) => void
  onClose: (tab: number) => void
  onMove: (tab: number, to: number) => void
  onRename: (tab: number) => void
  /** null: as it was. '': no name any more. */
  onNamed: (tab: number, name: string | null) => void
  menuOf: (tab: number) => MenuEntry[]
  children: ReactNode
}

/** Arrow keys walk the tabs, with Ctrl+Shift they move one; Delete closes, F2 renames, Enter goes into the terminal. */
export function TabStrip(props: TabStripProps) {
  const words = useText(text)
  const { tabs, selected, panelId } = props
  const strip = useRef<HTMLDivElement>(null)
  const drag = useTabDrag(strip, props.onMove)
  const menuAt = useRef<HTMLElement>(null)
  const [menuOf, setMenuOf] = useState<number | null>(null)
  const menuTab = tabs.find(({ id }) => id === menuOf)

  const walk = (to: number) => {
    const next = tabs[(to + tabs.length) % tabs.length]
    if (next === undefined) return
    props.onSelect(next.id, false)
    document.getElementById(tabElementId(panelId, next.id))?.focus()
  }
  const onKeyDown = (event: KeyboardEvent, tab: ShownTab) => {
    const at = tabs.indexOf(tab)
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step !== undefined && event.ctrlKey && event.shiftKey) props.onMove(tab.id, at + step)
    else if (event.ctrlKey || event.altKey || event.metaKey) return
    else if (step !== undefined) walk(at + step)
    else if (event.key === 'Home') walk(0)
    else if (event.key === 'End') walk(tabs.length - 1)
    else if (event.key === 'Delete') props.onClose(tab.id)
    else if (event.key === 'F2') props.onRename(tab.id)
    else return
    event.preventDefault()
  }
  return (
    <div className="terminal-strip">
      <div
        ref={strip}
        className="terminal-tabs"
        role="tablist"
        aria-label={words.terminals}
        // A mouse's wheel turns one way only, and the strip has only the other.
        onWheel={(event) => {
          if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY
        }}
      >
        {tabs.map((tab, index) => (
          <Tab
            key={tab.id}
            tab={tab}
            number={index + 1}
            here={tab.id === selected}
            panelId={panelId}
            renaming={props.renaming === tab.id}
            dragging={drag.dragged === tab.id}
            onChoose={() => props.onSelect(tab.id, true)}
            onClose={() => props.onClose(tab.id)}
            onRename={() => props.onRename(tab.id)}
            onNamed={(name) => props.onNamed(tab.id, name)}
            onMenu={(element) => {
              menuAt.current = element
              setMenuOf(tab.id)
            }}
            onKeyDown={(event) => onKeyDown(event, tab)}
            onPointerDown={(event) => drag.start(event, tab.id)}
          />
        ))}
      </div>
      {props.children}
      {menuTab && (
        <MenuAt
          label={menuTab.title}
          entries={props.menuOf(menuTab.id)}
          at={menuAt}
          open
          onClose={() => setMenuOf(null)}
        />
      )}
    </div>
  )
}
