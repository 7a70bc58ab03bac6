import type { CSSProperties, ReactNode } from 'react'
import { Maximize2, Minimize2, X } from 'lucide-react'
import { useText } from '../i18n'
import { cx, IconButton } from '../ui'
import type { Area } from './layout-places'
import { text } from './text'

/** With others in its tab a pane needs a head of its own; so does the screen of a lost terminal above its successor. */
export type PaneHead = { is: 'one-of-several' } | { is: 'maximised' } | { is: 'earlier' }

type SplitsPaneProps = {
  title: string
  /** null: it stands in a tab that is not looked at, or behind a maximised one. */
  area: Area | null
  active: boolean
  head: PaneHead | null
  onEnter: () => void
  onMaximise: () => void
  onClose: () => void
  children: ReactNode
}

/** The frame around one terminal. It never moves in the document, wherever its pane goes: a screen is not drawn anew. */
export function SplitsPane(props: SplitsPaneProps) {
  const words = useText(text)
  const { area, head, active } = props
  const earlier = head?.is === 'earlier'
  const title = earlier ? words.end.earlier : props.title
  const maximised = head?.is === 'maximised'
  return (
    <div
      className={cx(
        'terminal-pane',
        active && 'terminal-pane--active',
        head && 'terminal-pane--headed',
        earlier && 'terminal-pane--earlier',
      )}
      role="group"
      aria-label={title}
      hidden={area === null}
      {...(area === null ? {} : { style: percent(area) })}
      onFocus={props.onEnter}
    >
      {head && (
        <div className="terminal-pane-head" onPointerDown={props.onEnter}>
          <span className="terminal-pane-title" title={title}>
            {title}
          </span>
          {!earlier && (
            <IconButton
              size="sm"
              quiet
              label={maximised ? words.restore : words.maximise}
              onPress={props.onMaximise}
            >
              {maximised ? <Minimize2 size={11} aria-hidden /> : <Maximize2 size={11} aria-hidden />}
            </IconButton>
          )}
          <IconButton size="sm" quiet label={words.close(title)} onPress={props.onClose}>
            <X size={12} aria-hidden />
          </IconButton>
        </div>
      )}
      <div className="terminal-pane-body">{props.children}</div>
    </div>
  )
}

export const percent = ({ left, top, width, height }: Area): CSSProperties => ({
  left: `${left * 100}%`,
  top: `${top * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
})
