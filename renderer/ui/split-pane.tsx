import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useText } from '../i18n'
import { text } from './text'
import './split-pane.css'

export type SplitPaneProps = {
  top: ReactNode
  bottom: ReactNode
  /** Pixels of the bottom pane; the caller keeps it. */
  size: number
  onResize: (pixels: number) => void
  min?: number
  /** What the divider resizes, for those who cannot see it. */
  label?: string
}

const keySteps: Partial<Record<string, number>> = { ArrowUp: 24, ArrowDown: -24, PageUp: 120, PageDown: -120 }

/** Two panes above each other with a divider that mouse, touch and keyboard move. */
export function SplitPane(props: SplitPaneProps) {
  const words = useText(text)
  const { size, min = 80 } = props
  const frame = useRef<HTMLDivElement>(null)
  const [dragging, setDragging] = useState(false)

  const resizeTo = (pixels: number) => {
    const room = frame.current?.clientHeight ?? 0
    props.onResize(Math.round(Math.min(Math.max(pixels, min), Math.max(min, room - min))))
  }
  const onPointerMove = (event: PointerEvent) => {
    if (!dragging || !frame.current) return
    resizeTo(frame.current.getBoundingClientRect().bottom - event.clientY)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keySteps[event.key]
    if (step === undefined) return
    event.preventDefault()
    resizeTo(size + step)
  }
  return (
    <div ref={frame} className="ui-split" data-dragging={dragging || undefined}>
      <div className="ui-split-top">{props.top}</div>
      <div
        className="ui-split-bar"
        role="separator"
        aria-orientation="horizontal"
        aria-label={props.label ?? words.resize}
        aria-valuenow={size}
        aria-valuemin={min}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDragging(true)
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
        onKeyDown={onKeyDown}
      />
      <div className="ui-split-bottom" style={{ height: size }}>
        {props.bottom}
      </div>
    </div>
  )
}
