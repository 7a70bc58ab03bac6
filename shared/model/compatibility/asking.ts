// When a launch asks before it goes on.
import type { CatalogueEntry } from '../../contract/launch'
import type { GpuChoice } from '../launch-spec'
import type { Verdict } from './types'

/**
 * An image that will not run here, or not on the cards chosen or perhaps chosen, asks first. On the CPU no card and no driver stands in the
 * way; another processor's image does.
 */
export function asksFirst(verdict: Verdict | null, gpus: GpuChoice): boolean {
  if (!verdict) return false
  if (verdict.is === 'will-not-run') {
    return gpus.is !== 'none' || verdict.reasons.some(({ rule }) => rule === 'architecture-other')
  }
  const { excludedCards } = verdict
  switch (gpus.is) {
    case 'none':
    case 'all':
      return false
    case 'cards':
      return gpus.uuids.length > 0 && gpus.uuids.every((uuid) => excludedCards.includes(uuid))
    case 'count':
    case 'least-busy':
      // Which cards these are is decided at the launch, by what is free then: it may be one of those.
      return excludedCards.length > 0
  }
}

/**
 * The catalogue's own facts suffice for what Berth ships and the engine has not pulled. Of a reference that a person kept, and
 * of whatever is here, the image itself tells more.
 */
export function knownByCatalogue(entry: Pick<CatalogueEntry, 'origin' | 'present'> | undefined): boolean {
  return entry?.origin === 'catalogue' && !entry.present
}
