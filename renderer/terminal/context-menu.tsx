import { useRef } from 'react'
import { Menu as AriaMenu, MenuItem } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { useText } from '../i18n'
import { cx, type MenuEntry } from '../ui'
import { screenText } from './screen.text'

/** `keys`: what does the same from the keyboard, drawn at the end of the line. */
export type ContextEntry = MenuEntry | (Exclude<MenuEntry, 'line'> & { keys?: string })

type ContextMenuProps = {
  /** In pixels from the view's corner. */
  at: { left: number; top: number }
  entries: ContextEntry[]
  onClose: () => void
}

/** A menu at the pointer. */
export function ContextMenu({ at, entries, onClose }: ContextMenuProps) {
  const words = useText(screenText).menu
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <>
      <span ref={anchor} className="terminal-menu-anchor" style={at} />
      <Popover
        className="ui-popover"
        triggerRef={anchor}
        isOpen
        offset={2}
        placement="bottom start"
        onOpenChange={(open) => {
          if (!open) onClose()
        }}
      >
        <AriaMenu className="ui-list" aria-label={words.menu} autoFocus="first" onClose={onClose}>
          {entries.map((entry, index) =>
            entry === 'line' ? (
              <Separator key={`line-${index}`} className="ui-list-line" />
            ) : (
              <MenuItem
                key={entry.key}
                id={entry.key}
                textValue={entry.label}
                className={cx('ui-list-item', entry.tone === 'danger' && 'ui-list-item--danger')}
                isDisabled={entry.disabled ?? false}
                onAction={entry.run}
              >
                <span className="ui-list-icon">{entry.icon}</span>
                <span className="ui-grow">{entry.label}</span>
                {'keys' in entry && <kbd className="terminal-menu-keys">{entry.keys}</kbd>}
              </MenuItem>
            ),
          )}
        </AriaMenu>
      </Popover>
    </>
  )
}
