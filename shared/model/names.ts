// Ids, names and references that may reach an engine's URL: checked once, here.
// Sources: distribution/reference grammar (image references), moby `RestrictedNamePattern` (container names).
import { z } from 'zod'

/** A container id (12 to 64 hex digits) or name. A name can never hold '/', '?', '%' or start with '-'. */
export const ContainerIdSchema = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/)

/** A name the user gives to an environment: becomes the container's name. */
export const EnvironmentNameSchema = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,62}$/)

/** An id made by Berth (task, terminal, environment). */
export const BerthIdSchema = z.string().regex(/^[a-z2-7]{8,32}$/)

const host = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?'
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const referencePattern = new RegExp(
  `^(?:${host}/)?${component}(?:/${component})*(?::[\\w][\\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`,
)

/** `[host[:port]/]path[:tag][@sha256:…]`, at most 512 characters. */
export const ImageReferenceSchema = z.string().max(512).regex(referencePattern)

/** Splits a valid reference. `tag` is '' when a digest alone was given, 'latest' when neither was. */
export function splitReference(reference: string): { name: string; tag: string; digest: string } {
  const [beforeDigest = '', digest = ''] = reference.split('@')
  const colon = beforeDigest.lastIndexOf(':')
  const hasTag = colon > beforeDigest.lastIndexOf('/')
  const name = hasTag ? beforeDigest.slice(0, colon) : beforeDigest
  const tag = hasTag ? beforeDigest.slice(colon + 1) : digest ? '' : 'latest'
  return { name, tag, digest }
}
