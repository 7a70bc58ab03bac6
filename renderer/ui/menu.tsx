import type { ReactElement, ReactNode, RefObject } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import './menu.css'

export type MenuEntry =
  | {
      key: string
      label: string
      detail?: string
      icon?: ReactNode
      /** The keys that do the same, e.g. 'Ctrl+Shift+T'. */
      keys?: string
      tone?: 'danger'
      disabled?: boolean
      run: () => void
    }
  | 'line'

/** A menu under its button. The child must be a Button or an IconButton (quiet: a menu needs no tooltip). */
export function Menu(props: { label: string; entries: MenuEntry[]; children: ReactElement }) {
  return (
    <MenuTrigger>
      {props.children}
      <Popover className="ui-popover" offset={4} placement="bottom end">
        <MenuList {...props} />
      </Popover>
    </MenuTrigger>
  )
}

/** A menu under something that is no button of its own: opened by a right click, or by keys. */
export function MenuAt(props: {
  label: string
  entries: MenuEntry[]
  at: RefObject<Element | null>
  open: boolean
  onClose: () => void
}) {
  return (
    <Popover
      className="ui-popover"
      offset={4}
      placement="bottom start"
      triggerRef={props.at}
      isOpen={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
    >
      <MenuList {...props} onClose={props.onClose} />
    </Popover>
  )
}

function MenuList(props: { label: string; entries: MenuEntry[]; onClose?: () => void }) {
  return (
    <AriaMenu
      className="ui-list"
      aria-label={props.label}
      // Under a button the button's own trigger takes the focus along.
      {...(props.onClose ? { onClose: props.onClose, autoFocus: 'first' } : {})}
    >
      {props.entries.map((entry, index) =>
        entry === 'line' ? (
          <Separator key={`line-${index}`} className="ui-list-line" />
        ) : (
          <MenuItem
            key={entry.key}
            id={entry.key}
            textValue={entry.label}
            className={entry.tone === 'danger' ? 'ui-list-item ui-list-item--danger' : 'ui-list-item'}
            isDisabled={entry.disabled ?? false}
            onAction={entry.run}
          >
            {entry.icon !== undefined && <span className="ui-list-icon">{entry.icon}</span>}
            <span className="ui-grow">
              {entry.label}
              {entry.detail && <span className="ui-list-detail">{entry.detail}</span>}
            </span>
            {entry.keys !== undefined && <kbd className="ui-list-keys">{entry.keys}</kbd>}
          </MenuItem>
        ),
      )}
    </AriaMenu>
  )
}
