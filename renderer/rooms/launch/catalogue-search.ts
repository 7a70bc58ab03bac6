import type { CatalogueEntry } from '../../../shared/contract/launch'
import { ImageReferenceSchema } from '../../../shared/model/names'

export type Kind = 'all' | 'here' | CatalogueEntry['kind']

/** Every word must be found somewhere in the entry. The starter and what is on this machine come first. */
export function searchCatalogue(
  entries: CatalogueEntry[],
  search: { query: string; kind: Kind; starter: string },
): CatalogueEntry[] {
  const words = search.query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const rank = (entry: CatalogueEntry) =>
    entry.id === search.starter ? 0 : entry.origin !== 'catalogue' ? 1 : entry.present ? 2 : 3
  return entries
    .filter((entry) => {
      if (search.kind === 'here' && !entry.present) return false
      if (search.kind !== 'all' && search.kind !== 'here' && entry.kind !== search.kind) return false
      const text = `${entry.title} ${entry.image} ${entry.kind} ${entry.framework ?? ''} cuda ${entry.cuda ?? ''} ${entry.note}`
      return words.every((word) => text.toLowerCase().includes(word))
    })
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => rank(a.entry) - rank(b.entry) || a.index - b.index)
    .map(({ entry }) => entry)
}

/**
 * The image reference in what was typed, or null. A single word without ':' or '/' is a search as long as
 * the catalogue has something for it: 'python' is both.
 */
export function referenceIn(query: string, found: number): string | null {
  const text = query.trim().replace(/^docker (?:pull|run) /, '')
  if (!ImageReferenceSchema.safeParse(text).success) return null
  return /[:/@]/.test(text) || found === 0 ? text : null
}
