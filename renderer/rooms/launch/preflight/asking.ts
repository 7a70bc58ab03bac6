// When a launch asks before it goes on.
import type { CatalogueEntry } from '../../../../shared/contract/launch'
import type { Verdict } from '../../../../shared/model/compatibility'
import type { GpuChoice } from '../../../../shared/model/launch-spec'

/**
 * An image that will not run here, or not on the cards chosen, asks first. On the CPU no card and no driver stands in the
 * way; another processor's image does.
 */
export function asksFirst(verdict: Verdict | null, gpus: GpuChoice): boolean {
  if (!verdict) return false
  if (verdict.is === 'will-not-run') {
    return gpus.is !== 'none' || verdict.reasons.some(({ rule }) => rule === 'architecture-other')
  }
  const { excludedCards } = verdict
  return (
    gpus.is === 'cards' && gpus.uuids.length > 0 && gpus.uuids.every((uuid) => excludedCards.includes(uuid))
  )
}

/**
 * The catalogue's own facts suffice for what Berth ships and the engine has not pulled. Of a reference that a person kept, and
 * of whatever is here, the image itself tells more.
 */
export function knownByCatalogue(entry: Pick<CatalogueEntry, 'origin' | 'present'> | undefined): boolean {
  return entry?.origin === 'catalogue' && !entry.present
}
