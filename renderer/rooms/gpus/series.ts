// What the plots draw: each card's last 15 minutes, first from the service's history, then grown by every live sample.
import type { GpuHistory, GpuState } from '../../../shared/contract/gpus'

export type Columns = GpuHistory[string]

export const spanMilliseconds = 15 * 60_000
/** Samples come each second, those of a day every ten; a longer silence is drawn as a gap, not as a line across it. */
export const secondsGap = 5000
export const dayGap = 35_000

export const noColumns: Columns = { at: [], utilisationPercent: [], memoryUsedMiB: [] }

/** With the live sample at its end; samples already there, and what is older than 15 minutes, are left out. */
export function grown(history: GpuHistory, state: Extract<GpuState, { is: 'live' }>): GpuHistory {
  const cards = state.cards.map((card): [string, Columns] => {
    const columns = history[card.uuid] ?? noColumns
    if ((columns.at.at(-1) ?? -Infinity) >= state.at) return [card.uuid, columns]
    const from = columns.at.findIndex((at) => at >= state.at - spanMilliseconds)
    const start = from === -1 ? columns.at.length : from
    return [
      card.uuid,
      {
        at: [...columns.at.slice(start), state.at],
        utilisationPercent: [...columns.utilisationPercent.slice(start), card.utilisationPercent],
        memoryUsedMiB: [...columns.memoryUsedMiB.slice(start), card.memoryUsedMiB],
      },
    ]
  })
  return { ...history, ...Object.fromEntries(cards) }
}

/** The service's history before what was seen live meanwhile. */
export function joined(earlier: GpuHistory, live: GpuHistory): GpuHistory {
  const uuids = new Set([...Object.keys(earlier), ...Object.keys(live)])
  return Object.fromEntries(
    [...uuids].map((uuid) => {
      const [before, after] = [earlier[uuid] ?? noColumns, live[uuid] ?? noColumns]
      const last = before.at.at(-1) ?? -Infinity
      const found = after.at.findIndex((at) => at > last)
      const start = found === -1 ? after.at.length : found
      return [
        uuid,
        {
          at: [...before.at, ...after.at.slice(start)],
          utilisationPercent: [...before.utilisationPercent, ...after.utilisationPercent.slice(start)],
          memoryUsedMiB: [...before.memoryUsedMiB, ...after.memoryUsedMiB.slice(start)],
        },
      ]
    }),
  )
}

export type Drawn = { at: number[]; utilisation: (number | null)[]; memory: (number | null)[] }

/** Both curves in percent, with an empty point wherever nobody looked for a while. */
export function drawn(columns: Columns, memoryTotalMiB: number | null, gapMilliseconds = secondsGap): Drawn {
  const out: Drawn = { at: [], utilisation: [], memory: [] }
  columns.at.forEach((at, i) => {
    const before = columns.at[i - 1]
    if (before !== undefined && at - before > gapMilliseconds) {
      out.at.push(before + 1)
      out.utilisation.push(null)
      out.memory.push(null)
    }
    const used = columns.memoryUsedMiB[i] ?? null
    out.at.push(at)
    out.utilisation.push(columns.utilisationPercent[i] ?? null)
    out.memory.push(used === null || !memoryTotalMiB ? null : (100 * used) / memoryTotalMiB)
  })
  return out
}
