import type { ReactNode, RefObject } from 'react'
import type { Tab } from './layout'
import { placesOf } from './layout-places'
import { SplitsBar } from './splits-bar'
import { SplitsPane } from './splits-pane'
import type { Frame } from './splits-frames'

type SplitsProps = {
  tab: Tab | null
  frames: readonly Frame[]
  stage: RefObject<HTMLDivElement | null>
  titleOf: (terminal: string) => string
  screenOf: (frame: Frame) => ReactNode
  onEnter: (terminal: string) => void
  onMaximise: (terminal: string) => void
  onClose: (terminal: string) => void
  onResize: (bar: { tab: number; path: readonly number[]; index: number }, by: number) => void
}

/**
 * Every terminal of the target, drawn flat over one another's tabs: a pane that moves into a split or a tab of its own is
 * the same element at another place, so its screen is neither drawn nor read again.
 */
export function Splits(props: SplitsProps) {
  const { tab, stage } = props
  return (
    <>
      {props.frames.map((frame) => (
        <SplitsPane
          key={frame.terminal}
          title={props.titleOf(frame.terminal)}
          area={frame.area}
          active={frame.active}
          head={frame.head}
          onEnter={() => {
            if (frame.head?.is !== 'earlier') props.onEnter(frame.terminal)
          }}
          onMaximise={() => props.onMaximise(frame.terminal)}
          onClose={() => props.onClose(frame.terminal)}
        >
          {props.screenOf(frame)}
        </SplitsPane>
      ))}
      {tab &&
        placesOf(tab).bars.map((bar) => (
          <SplitsBar
            key={[...bar.path, bar.index].join('.')}
            bar={bar}
            stage={stage}
            onMove={(by) => props.onResize({ tab: tab.id, path: bar.path, index: bar.index }, by)}
          />
        ))}
    </>
  )
}
