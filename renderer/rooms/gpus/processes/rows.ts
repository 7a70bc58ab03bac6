// The table of processes: what each row says, its order, and what a search finds. Pure.
import type { Card } from '../../../../shared/contract/gpus'
import type { GpuProcess } from '../../../../shared/contract/processes'

export type ProcessRow = {
  key: string
  process: GpuProcess
  /** Indexes of its cards, in order. */
  cards: number[]
  /** Over all its cards; null where the driver gives none. */
  memoryMiB: number | null
  /** Environment, container, 'host' in words, or why nobody knows. */
  owner: string
  notebook: string
}

export type ProcessColumn = 'card' | 'memory' | 'owner' | 'notebook' | 'pid' | 'user' | 'command'
export type ProcessSort = { by: ProcessColumn; down: boolean }

export function rowsOf(
  processes: readonly GpuProcess[],
  cards: readonly Pick<Card, 'uuid' | 'index'>[],
  ownerOf: (process: GpuProcess) => string,
): ProcessRow[] {
  return processes.map((process) => {
    const figures = process.holds.flatMap(({ memoryMiB }) => (memoryMiB === null ? [] : [memoryMiB]))
    const indexes = process.holds.flatMap(({ uuid }) => cards.find((card) => card.uuid === uuid)?.index ?? [])
    return {
      key: `${process.pid}/${process.startedAt ?? ''}`,
      process,
      cards: [...new Set(indexes)].sort((a, b) => a - b),
      memoryMiB: figures.length === 0 ? null : figures.reduce((sum, figure) => sum + figure, 0),
      owner: ownerOf(process),
      notebook: process.owner.is === 'container' ? (process.owner.kernel?.notebook ?? '') : '',
    }
  })
}

/** Every word must be somewhere in the row. */
export function found(rows: readonly ProcessRow[], search: string): ProcessRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const { process } = row
    const cards = row.cards.map((index) => `gpu ${index}`)
    const all = [row.owner, row.notebook, process.user ?? '', process.command, String(process.pid), ...cards]
    const text = all.join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

export function sorted(rows: readonly ProcessRow[], { by, down }: ProcessSort): ProcessRow[] {
  const order = down ? -1 : 1
  return [...rows].sort(
    (a, b) => order * compare(valueOf(a, by), valueOf(b, by)) || a.process.pid - b.process.pid,
  )
}

function valueOf(row: ProcessRow, by: ProcessColumn): string | number {
  switch (by) {
    case 'card':
      return row.cards[0] ?? Infinity
    case 'memory':
      return row.memoryMiB ?? -1
    case 'pid':
      return row.process.pid
    case 'user':
      return row.process.user ?? ''
    case 'command':
      return row.process.command
    case 'owner':
    case 'notebook':
      return row[by]
  }
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
}
