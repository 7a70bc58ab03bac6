import type { ReactElement, ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import './menu.css'

/** A small panel under its button. The child must be a Button or an IconButton. */
export function Popover(props: { label: string; panel: ReactNode; children: ReactElement }) {
  return (
    <DialogTrigger>
      {props.children}
      <AriaPopover className="ui-popover ui-popover--panel" offset={6} placement="bottom end">
        <Dialog aria-label={props.label}>{props.panel}</Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
