// What a registry may answer when it is asked for a manifest. Sources: OCI image-spec v1.1 (manifest.md, image-index.md,
// media-types.md), distribution spec "manifest-v2-2".
import { z } from 'zod'

const DescriptorSchema = z.object({
  mediaType: z.string().default(''),
  digest: z.string().regex(/^sha(256:[a-f0-9]{64}|512:[a-f0-9]{128})$/),
  size: z.number().nonnegative(),
})
export type Descriptor = z.infer<typeof DescriptorSchema>

const PlatformSchema = z.object({
  os: z.string().default(''),
  architecture: z.string().default(''),
  variant: z.string().default(''),
})
export type Platform = z.infer<typeof PlatformSchema>

const IndexSchema = z.object({
  manifests: z.array(DescriptorSchema.extend({ platform: PlatformSchema.nullish() })).max(1000),
})
const ManifestSchema = z.object({
  artifactType: z.string().default(''),
  config: DescriptorSchema,
  layers: z.array(DescriptorSchema).max(10_000),
})
const ConfigSchema = z.object({
  architecture: z.string().default(''),
  os: z.string().default(''),
  config: z
    .object({
      Env: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).default([]) }).nullish(),
})
const KindSchema = z.object({
  schemaVersion: z.number().optional(),
  mediaType: z.string().default(''),
  manifests: z.unknown().optional(),
  layers: z.unknown().optional(),
  fsLayers: z.unknown().optional(),
})

export const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]
/** In the order of preference; without them a registry answers with the form of 2014. */
export const acceptedTypes = [...indexTypes, ...manifestTypes]
export const configTypes = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]
/** tar, plain or compressed by gzip or zstd; "foreign" and "nondistributable" ones lie elsewhere and are layers all the same. */
const layerType =
  /^application\/vnd\.(oci\.image\.layer(\.nondistributable)?\.v1\.tar(\+(gzip|zstd))?|docker\.image\.rootfs(\.foreign)?\.diff\.tar(\.(gzip|zstd))?)$/

export type Entry = Descriptor & { platform: Platform | null }
export type Document =
  | { is: 'index'; entries: Entry[] }
  | { is: 'manifest'; config: Descriptor; layers: Descriptor[] }
  | { is: 'artifact'; type: string }
  | { is: 'schema1' }
  | { is: 'nothing'; why: string }

/** `value` is parsed JSON; the type inside goes before the header's, which proxies are known to lose. */
export function readDocument(value: unknown, contentType: string): Document {
  const kind = KindSchema.safeParse(value)
  if (!kind.success) return { is: 'nothing', why: 'no manifest' }
  const { mediaType, schemaVersion, manifests, layers, fsLayers } = kind.data
  const type = mediaType || (contentType.split(';', 1)[0] ?? '').trim()
  if (schemaVersion === 1 || fsLayers !== undefined || /distribution\.manifest\.v1\+/.test(type))
    return { is: 'schema1' }
  if (indexTypes.includes(type) || (layers === undefined && manifests !== undefined)) {
    const index = IndexSchema.safeParse(value)
    if (!index.success) return { is: 'nothing', why: `an index without its ${fieldOf(index.error)}` }
    return {
      is: 'index',
      entries: index.data.manifests.map((one) => ({ ...one, platform: one.platform ?? null })),
    }
  }
  const manifest = ManifestSchema.safeParse(value)
  if (!manifest.success) return { is: 'nothing', why: `a manifest without its ${fieldOf(manifest.error)}` }
  const { artifactType, config, layers: parts } = manifest.data
  if (!configTypes.includes(config.mediaType))
    return { is: 'artifact', type: artifactType || config.mediaType }
  const other = parts.find((layer) => !layerType.test(layer.mediaType))
  return other === undefined
    ? { is: 'manifest', config, layers: parts }
    : { is: 'artifact', type: other.mediaType }
}

function fieldOf({ issues }: z.ZodError): string {
  return issues[0]?.path.join('.') || 'fields'
}

/** The entry for linux on this architecture; an unnamed variant before a named one, as all engines can run it. null: none. */
export function entryFor(entries: readonly Entry[], architecture: string): Entry | null {
  const fitting = entries.filter(
    ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
  )
  const best = architecture === 'arm64' ? 'v8' : ''
  return (
    fitting.find(({ platform }) => platform?.variant === '') ??
    fitting.find(({ platform }) => platform?.variant === best) ??
    fitting[0] ??
    null
  )
}

/** Attestations (platform unknown/unknown) are no images. */
export function linuxEntries(entries: readonly Entry[]): Entry[] {
  return entries.filter(({ platform }) => platform?.os === 'linux' && platform.architecture !== 'unknown')
}

export type ImageConfig = {
  architecture: string
  os: string
  env: string[]
  labels: Record<string, string>
  /** Digests of the unpacked layers, bottom first; the manifest's layers stand in the same order. */
  diffIds: string[]
}

export function readConfig(value: unknown): ImageConfig | null {
  const parsed = ConfigSchema.safeParse(value)
  if (!parsed.success) return null
  const { architecture, os, config, rootfs } = parsed.data
  return {
    architecture,
    os,
    env: config?.Env ?? [],
    labels: config?.Labels ?? {},
    diffIds: rootfs?.diff_ids ?? [],
  }
}
