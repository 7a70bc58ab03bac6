import { type RefObject } from 'react'
import type { ShellWish, Terminal, TerminalTarget } from '../../shared/contract/terminals'
import { latest, useAction, useClient, useSettings } from '../state'
import { tabOf, type Layout, type Where } from './layout'
import { replaced } from './layout-held'
import { placesOf } from './layout-places'
import { measure } from './screen'
import { lookOf } from './theme'
import type { LayoutVerbs } from './use-layout'
import { useFont } from './view'

export type OpenRequest = {
  where: Where
  wish: ShellWish | null
  /** Absent: as the settings say. */
  carrier?: Terminal['carrier']
}

/** Opening and closing, with their places in the layout. `open` throws what the service refuses. */
export function useVerbs(
  target: TerminalTarget,
  arranged: LayoutVerbs,
  stage: RefObject<HTMLElement | null>,
) {
  const client = useClient()
  const font = useFont()
  const carrier = latest(useSettings())?.settings.terminal.carrier ?? 'engine'
  const closing = useAction((id: string) => client.terminals.close({ id }))

  const close = async (id: string) => {
    arranged.leave(id)
    if ((await closing.run(id)).is === 'refused') arranged.stay(id)
  }
  const open = async (request: OpenRequest): Promise<void> => {
    const { where, wish } = request
    const { layout } = arranged
    const whole = stage.current
      ? measure(stage.current, lookOf(document.documentElement), font)
      : { cols: 80, rows: 24 }
    arranged.begin()
    try {
      const terminal = await client.terminals.open({
        target,
        carrier: request.carrier ?? carrier,
        ...(wish === null ? {} : { shell: wish }),
        ...partOf(whole, layout, where),
      })
      arranged.opened({ is: 'pane', terminal: terminal.id, earlier: null, wish }, where)
    } catch (error) {
      arranged.giveUp()
      throw error
    }
    for (const id of replaced(layout, where)) void closing.run(id)
  }
  return { open, close }
}

/** About the size that the pane will have there; once drawn, it asks for its own. */
function partOf(whole: { cols: number; rows: number }, layout: Layout, where: Where) {
  if (where.is === 'tab') return whole
  const beside = where.is === 'beside' ? where.terminal : where.of
  const tab = tabOf(layout, beside)
  const area =
    tab && placesOf({ ...tab, maximised: false }).panes.find((each) => each.pane.terminal === beside)?.area
  if (!area) return whole
  const half = { row: [0.5, 1] as const, column: [1, 0.5] as const }
  const [wide, high] = where.is === 'beside' ? half[where.along] : [1, 1]
  return {
    cols: Math.max(2, Math.floor(whole.cols * area.width * wide) - 1),
    rows: Math.max(1, Math.floor(whole.rows * area.height * high) - 2),
  }
}
