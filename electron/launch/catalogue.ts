// The list of environments: Berth's own, and the references the user (or the rig) added in the settings.
import { z } from 'zod'
import catalogueFile from '../../assets/catalogue.json'
import { CatalogueEntrySchema, type CatalogueEntry } from '../../shared/contract/launch'
import { ImageReferenceSchema } from '../../shared/model/names'
import type { CatalogueReference } from '../../shared/model/settings'

export const CatalogueFileSchema = z.object({
  /** The entry that one click launches. */
  starter: z.string(),
  entries: z.array(CatalogueEntrySchema.omit({ origin: true, present: true })),
})

export const catalogue = CatalogueFileSchema.parse(catalogueFile)

/** Registries that the catalogue and the user's own references name, by host (and port). */
export function registriesInUse({ references }: { references: readonly CatalogueReference[] }): string[] {
  // A kept reference is whatever a page wrote into the settings: the doctor asks no host, and names no path, by it.
  const own = references.filter(({ image }) => ImageReferenceSchema.safeParse(image).success)
  const images = [...catalogue.entries, ...own].map(({ image }) => image)
  return [...new Set(images.map(registryOf))]
}

/** As the engine reads it: a first part with a dot, a colon or `localhost` is a registry, anything else is Docker Hub's. */
function registryOf(image: string): string {
  const first = image.split('/')[0] ?? ''
  return image.includes('/') && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io'
}

/** As `docker images` prints it: `docker.io/library/python:3` → `python:3`; a missing tag is `latest`. */
export function familiar(reference: string): string {
  const short = reference.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '')
  const tagged = short.includes('@') || short.lastIndexOf(':') > short.lastIndexOf('/')
  return tagged ? short : `${short}:latest`
}

export function catalogueEntries(own: CatalogueReference[], here: Iterable<string>): CatalogueEntry[] {
  const present = new Set([...here].map(familiar))
  const isHere = (image: string) => present.has(familiar(image))
  return [
    ...own.map((reference) => ({ ...userEntry(reference), present: isHere(reference.image) })),
    ...catalogue.entries.map((entry) => ({
      ...entry,
      origin: 'catalogue' as const,
      present: isHere(entry.image),
    })),
  ]
}

function userEntry({
  id,
  title,
  image,
  origin,
  jupyter,
}: CatalogueReference): Omit<CatalogueEntry, 'present'> {
  return {
    id,
    title,
    image,
    kind: 'other',
    origin,
    cuda: null,
    framework: null,
    python: null,
    jupyter,
    downloadBytes: null,
    minDriver: null,
    architectures: [],
    note: '',
    source: '',
  }
}
