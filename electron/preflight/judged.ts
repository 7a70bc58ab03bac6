// An image's facts, the verdict on this machine, and what to take instead where that is a no.
import type { CatalogueEntry } from '../../shared/contract/launch'
import type { Preflight } from '../../shared/contract/preflight'
import {
  judge,
  nearestThatRun,
  readImage,
  type CompatHost,
  type ImageFacts,
  type ImageSource,
} from '../../shared/model/compatibility'
import { familiar } from '../launch'

/** What is known beside the image itself. */
export type Around = { machine: CompatHost; entries: readonly CatalogueEntry[] }
type Judged = Pick<Preflight, 'facts' | 'verdict' | 'nearest'>

export function judged(read: Omit<ImageSource, 'catalogue'>, around: Around): Judged {
  const entry = entryOf(read.reference, around.entries)
  const facts = readImage({ ...read, catalogue: entry })
  const verdict = judge(facts, around.machine)
  return { facts, verdict, nearest: verdict.is === 'will-not-run' ? nearest(facts, entry, around) : [] }
}

/** From the name and the catalogue alone. */
export function judgedByName(reference: string, around: Around): Judged {
  return judged({ reference, env: [], labels: {}, architectures: [] }, around)
}

export function entryOf(reference: string, entries: readonly CatalogueEntry[]): CatalogueEntry | null {
  return entries.find(({ image }) => familiar(image) === familiar(reference)) ?? null
}

function nearest(facts: ImageFacts, entry: CatalogueEntry | null, { machine, entries }: Around) {
  const alternatives = entries.map((one) => {
    const source = { reference: one.image, env: [], labels: {}, architectures: [], catalogue: one }
    const known = readImage(source)
    return { ...one, facts: known, verdict: judge(known, machine) }
  })
  return nearestThatRun({ facts, entry }, alternatives).map(({ id, title, image }) => ({ id, title, image }))
}
