import { useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react'
import { useText } from '../i18n'
import type { Bar } from './layout-places'
import type { Along } from './layout-tree'
import { percent } from './splits-pane'
import { text } from './text'

const stepPixels = 24
const steps: Record<Along, Partial<Record<string, number>>> = {
  row: { ArrowLeft: -1, ArrowRight: 1 },
  column: { ArrowUp: -1, ArrowDown: 1 },
}

type SplitsBarProps = {
  bar: Bar
  stage: RefObject<HTMLElement | null>
  /** `by` is a share of the split that the bar is in. */
  onMove: (by: number) => void
}

/** Between two panes: mouse, pen, finger and arrow keys move it; a double click makes both the same size. */
export function SplitsBar({ bar, stage, onMove }: SplitsBarProps) {
  const words = useText(text)
  const [dragging, setDragging] = useState(false)
  const row = bar.along === 'row'

  const stageBox = () => stage.current?.getBoundingClientRect() ?? new DOMRect()
  const onPointerMove = (event: PointerEvent) => {
    if (!dragging) return
    const box = stageBox()
    const at = row ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height
    onMove((at - (row ? bar.area.left : bar.area.top)) / bar.span)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[bar.along][event.key]
    const far = { Home: -1, End: 1 }[event.key]
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (far !== undefined) onMove(far)
    else if (step !== undefined)
      onMove((step * stepPixels) / (bar.span * (row ? stageBox().width : stageBox().height)))
    else return
    event.preventDefault()
  }
  return (
    <div
      className="terminal-splitter"
      data-along={bar.along}
      data-dragging={dragging || undefined}
      style={percent(bar.area)}
      role="separator"
      tabIndex={0}
      aria-label={words.resizePanes}
      aria-orientation={row ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(bar.value * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragging(true)
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
      onDoubleClick={() => onMove(bar.both * (0.5 - bar.value))}
      onKeyDown={onKeyDown}
    />
  )
}
