// Whose memory a card holds: its processes gathered by owner, the largest first. Pure.
import type { GpuProcess, GpuUse } from '../../../../shared/contract/processes'

export type Share = {
  /** The same owner keeps its key, and with it its colour, on every card and over time. */
  key: string
  /** Environment, container, user or command. */
  owner: string
  /** The notebook, where one is known. */
  notebook: string | null
  memoryMiB: number
  /** 1 to 6; null for what nobody is known to hold. */
  colour: 1 | 2 | 3 | 4 | 5 | 6 | null
}

export type OwnerWords = { host: (user: string) => string; unknown: string; rest: string }

/** Less is a rounding of the driver's own, and no share of anybody. */
const leastRestMiB = 64

/**
 * Shares of one card. What the card says is used beyond what its processes hold (the driver's own, other systems', figures
 * that the driver does not give) is the rest.
 */
export function sharesOf(
  card: { uuid: string; memoryUsedMiB: number | null },
  use: GpuUse,
  words: OwnerWords,
): Share[] {
  if (use.is !== 'live') return []
  const shares = new Map<string, Share>()
  for (const process of use.processes) {
    const memoryMiB = heldOn(process, card.uuid)
    if (memoryMiB === 0) continue
    const named = nameOf(process, words)
    const before = shares.get(named.key)
    shares.set(named.key, { ...named, memoryMiB: (before?.memoryMiB ?? 0) + memoryMiB })
  }
  const known = [...shares.values()].sort((a, b) => b.memoryMiB - a.memoryMiB)
  const rest = (card.memoryUsedMiB ?? 0) - known.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0)
  if (rest < leastRestMiB) return known
  return [...known, { key: 'rest', owner: words.rest, notebook: null, memoryMiB: rest, colour: null }]
}

export function heldOn({ holds }: GpuProcess, uuid: string): number {
  return holds.reduce((sum, hold) => (hold.uuid === uuid ? sum + (hold.memoryMiB ?? 0) : sum), 0)
}

function nameOf(process: GpuProcess, words: OwnerWords): Omit<Share, 'memoryMiB'> {
  const { owner } = process
  switch (owner.is) {
    case 'container': {
      const name = owner.environment?.name ?? owner.name
      const notebook = owner.kernel?.notebook ?? null
      const key = `container/${owner.containerId}/${owner.kernel?.id ?? ''}`
      return { key, owner: name, notebook, colour: colourOf(owner.containerId) }
    }
    case 'host':
      return {
        key: `host/${process.user ?? ''}`,
        owner: words.host(process.user ?? '?'),
        notebook: null,
        colour: colourOf(`host/${process.user ?? ''}`),
      }
    case 'unknown':
      return { key: 'unknown', owner: words.unknown, notebook: null, colour: null }
  }
}

/** The environment has the colour; its notebooks share it. FNV-1a: spread well enough over six. */
export function colourOf(key: string): 1 | 2 | 3 | 4 | 5 | 6 {
  let hash = 2166136261
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0
  return colours[hash % colours.length] ?? 1
}
const colours = [1, 2, 3, 4, 5, 6] as const
