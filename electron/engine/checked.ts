// What may become part of an engine's URL: `prune?x=` given as an id must never reach it.
import { ContainerIdSchema, ImageReferenceSchema } from '../../shared/model/names'
import { RefusalError } from '../../shared/model/refusal'

export function checkedId(id: string): string {
  if (ContainerIdSchema.safeParse(id).success) return id
  throw new RefusalError('InvalidInput', { params: { what: 'container' }, evidence: id.slice(0, 100) })
}

/** A reference, or an image id as the engine writes it (`sha256:…`, which the reference grammar covers). */
export function checkedReference(reference: string): string {
  if (ImageReferenceSchema.safeParse(reference).success) return reference
  throw new RefusalError('InvalidInput', { params: { what: 'image' }, evidence: reference.slice(0, 100) })
}
