import { splitReference } from '../../../shared/model/names'

/** 'berth/jupyter:4.0' of '127.0.0.1:5000/berth/jupyter:4.0': in a narrow column the registry is said by the tooltip. */
export function briefImage(reference: string): string {
  const { name, tag, digest } = splitReference(reference)
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(0, slash))
  // A first part with a dot or a port is a host (distribution/reference).
  const path = /[.:]/.test(first) || first === 'localhost' ? name.slice(slash + 1) : name
  if (/^(sha256:)?[0-9a-f]{64}$/.test(reference)) return reference.replace('sha256:', '').slice(0, 12)
  return `${path}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest.slice(7, 15)}`}`
}
