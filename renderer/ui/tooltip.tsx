import type { ReactElement, ReactNode } from 'react'
import { Focusable } from 'react-aria-components/Focusable'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import './tooltip.css'

/** A short explanation on hover and on keyboard focus. The child must be a button, a link or another focusable. */
export function Tooltip(props: { text: ReactNode; children: ReactElement }) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {props.children}
      <AriaTooltip className="ui-tooltip" offset={6}>
        {props.text}
      </AriaTooltip>
    </TooltipTrigger>
  )
}

/** A tooltip on plain text: makes the text reachable by keyboard. */
export function Explained(props: { text: ReactNode; children: ReactNode; className?: string }) {
  return (
    <Tooltip text={props.text}>
      <Focusable>
        <span tabIndex={0} role="note" className={`ui-explained ${props.className ?? ''}`}>
          {props.children}
        </span>
      </Focusable>
    </Tooltip>
  )
}
