// From a session to an image's facts: index, manifest, config, each checked against the digest it was asked by.
import { createHash } from 'node:crypto'
import { RefusalError, type Refusal } from '../../shared/model/refusal'
import {
  acceptedTypes,
  configTypes,
  entryFor,
  linuxEntries,
  readConfig,
  readDocument,
  type Descriptor,
  type ImageConfig,
} from './documents'
import { unreadable } from './failures'
import type { ImagePlace } from './place'
import type { Session } from './session'

export type Found = {
  /** Of the manifest that was read. */
  digest: string
  /** False when the index has nothing for the architecture asked for, and another's facts were read. */
  forThisMachine: boolean
  /** All it is built for, as OCI names them. */
  architectures: string[]
  layers: { digest: string; bytes: number }[]
  config: ImageConfig
}

/** An index may hold an index (image-spec, image-index.md); more than that is nobody's image. */
const deepest = 2

type Held = { digest: string; config: Descriptor; layers: Descriptor[] }

export async function lookIn(session: Session, place: ImagePlace, architecture: string): Promise<Found> {
  const top = await document(place.wanted, place.wanted.includes(':') ? place.wanted : null)
  let at = top
  let forThisMachine = true
  let architectures: string[] | null = null
  for (let depth = 0; at.is === 'index'; depth += 1) {
    if (depth >= deepest) throw unreadable(place, 'not-manifest', 'an index inside an index inside an index')
    const built = linuxEntries(at.entries)
    const mine = entryFor(at.entries, architecture)
    const next = mine ?? built[0]
    if (next === undefined) throw unreadable(place, 'platform', platformsOf(at.entries))
    forThisMachine &&= mine !== null
    architectures ??= [...new Set(built.map(({ platform }) => platform?.architecture ?? ''))].filter(Boolean)
    at = await document(next.digest, next.digest)
  }
  const { digest, config: described, layers }: Held = at
  const config = await configOf(described)
  if (config.os !== '' && config.os !== 'linux')
    throw unreadable(place, 'platform', `${config.os}/${config.architecture}`)
  architectures ??= config.architecture === '' ? [] : [config.architecture]
  return {
    digest,
    forThisMachine: forThisMachine && (config.architecture === '' || config.architecture === architecture),
    architectures,
    layers: layers.map((layer) => ({ digest: layer.digest, bytes: layer.size })),
    config,
  }

  async function document(wanted: string, digest: string | null) {
    const reply = await session.get(`manifests/${wanted}`, acceptedTypes).catch(async (error: unknown) => {
      throw await nameOrTag(error)
    })
    if (digest !== null) checked(reply.body, digest)
    const read = readDocument(json(reply.body, `manifest ${wanted}`), reply.headers['content-type'] ?? '')
    switch (read.is) {
      case 'index':
        return read
      case 'manifest':
        return {
          ...read,
          digest: digest ?? `sha256:${createHash('sha256').update(reply.body).digest('hex')}`,
        }
      case 'artifact':
        throw unreadable(place, 'artifact', read.type)
      case 'schema1':
        throw unreadable(place, 'schema1', 'schemaVersion 1')
      case 'nothing':
        throw unreadable(place, 'not-manifest', read.why, reply.body.toString('utf8').slice(0, 2000))
    }
  }

  async function configOf({ digest, mediaType, size }: Descriptor): Promise<ImageConfig> {
    const { body } = await session.get(`blobs/${digest}`, [mediaType, ...configTypes, '*/*'])
    if (body.byteLength !== size)
      throw unreadable(place, 'digest', `the config has ${body.byteLength} bytes, the manifest says ${size}`)
    checked(body, digest)
    const config = readConfig(json(body, 'config'))
    if (config === null) throw unreadable(place, 'not-manifest', 'the config is none of an image')
    return config
  }

  function checked(body: Buffer, digest: string): void {
    const [algorithm = '', wanted = ''] = digest.split(':')
    const found = createHash(algorithm).update(body).digest('hex')
    if (found !== wanted) throw unreadable(place, 'digest', `asked for ${digest}, got ${algorithm}:${found}`)
  }

  function json(body: Buffer, what: string): unknown {
    const text = body.toString('utf8')
    try {
      return JSON.parse(text)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw unreadable(place, 'not-json', `${what}: ${why}`.slice(0, 300), text.slice(0, 2000))
    }
  }

  /** Registries say "manifest unknown" of a name they never heard as well (distribution 2 and 3); the list of its tags tells. */
  async function nameOrTag(error: unknown): Promise<unknown> {
    if (!isUnknown(error) || error.refusal.code !== 'ImageTagUnknown') return error
    try {
      await session.get('tags/list?n=1', ['application/json'])
      return error
    } catch (second) {
      return isUnknown(second) ? new RefusalError('ImageUnknown', withoutCode(error.refusal)) : error
    }
  }
}

function isUnknown(error: unknown): error is RefusalError {
  return error instanceof RefusalError && ['ImageUnknown', 'ImageTagUnknown'].includes(error.refusal.code)
}

function withoutCode({ params, evidence, raw, actions }: Refusal): Omit<Refusal, 'code'> {
  return { params, evidence, raw, actions }
}

function platformsOf(entries: { platform: { os: string; architecture: string } | null }[]): string {
  return entries.map(({ platform }) => `${platform?.os ?? '?'}/${platform?.architecture ?? '?'}`).join(', ')
}
