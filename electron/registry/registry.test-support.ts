// For tests: a server that answers as a registry would, or as one never should; and images to put into it.
import { createHash } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRegistry, noRules, type Registry } from '.'

export type Asked = { method: string; url: string; headers: IncomingMessage['headers']; body: string }
type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer | object }
/** What a path is answered with; a function may take the whole response over by giving undefined. */
export type Route = Answer | ((asked: Asked, response: ServerResponse) => Answer | undefined)

export type RegistryStandIn = {
  /** 'localhost:port' */
  host: string
  routes: Record<string, Route>
  asked: Asked[]
  close(): Promise<void>
}

export async function openRegistryStandIn(name = 'localhost'): Promise<RegistryStandIn> {
  const routes: Record<string, Route> = {}
  const asked: Asked[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
    asked.push(one)
    const route = routes[url.replace(/\?.*/, '')] ?? { status: 404, body: unknown('MANIFEST_UNKNOWN') }
    const said = typeof route === 'function' ? route(one, response) : route
    if (said === undefined) return
    response.writeHead(said.status ?? 200, said.headers ?? {})
    response.end(bytesOf(said.body ?? ''))
  }
  const server = http.createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `${name}:${port}`,
    routes,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const unknown = (code: string, message = code.toLowerCase().replace('_', ' ')) => ({
  errors: [{ code, message, detail: {} }],
})

export function bytesOf(body: string | Buffer | object): Buffer {
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

export const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

export const ociIndex = 'application/vnd.oci.image.index.v1+json'
export const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const ociConfig = 'application/vnd.oci.image.config.v1+json'

/** One image of one platform: what its manifest and config are, as bytes. */
export function imageOf(
  change: {
    architecture?: string
    env?: string[]
    layerType?: string
    layers?: number[]
    docker?: boolean
  } = {},
) {
  const {
    architecture = 'amd64',
    env = ['CUDA_VERSION=12.8.1'],
    layers = [1000, 2000],
    docker = false,
  } = change
  const layerType = change.layerType ?? 'application/vnd.oci.image.layer.v1.tar+gzip'
  const config = bytesOf({
    architecture,
    os: 'linux',
    config: { Env: env, Labels: { maker: 'test' } },
    rootfs: {
      type: 'layers',
      diff_ids: layers.map((size, at) => digestOf(Buffer.from(`diff ${size} ${at}`))),
    },
  })
  const configType = docker ? 'application/vnd.docker.container.image.v1+json' : ociConfig
  const mediaType = docker ? 'application/vnd.docker.distribution.manifest.v2+json' : ociManifest
  const described = { mediaType: configType, digest: digestOf(config), size: config.byteLength }
  const manifest = bytesOf({
    schemaVersion: 2,
    mediaType,
    config: described,
    layers: layers.map((size, at) => ({
      mediaType: docker ? 'application/vnd.docker.image.rootfs.diff.tar.gzip' : layerType,
      digest: digestOf(Buffer.from(`layer ${size} ${at}`)),
      size,
    })),
  })
  return { manifest, config, mediaType, digest: digestOf(manifest), configDigest: digestOf(config) }
}
export type MadeImage = ReturnType<typeof imageOf>

/** Puts it at /v2/<repository> under its digest, and under the tag where one is given. */
export function serve({ routes }: RegistryStandIn, repository: string, image: MadeImage, tag?: string): void {
  const answer = { headers: { 'content-type': image.mediaType }, body: image.manifest }
  for (const name of [image.digest, ...(tag === undefined ? [] : [tag])])
    routes[`/v2/${repository}/manifests/${name}`] = answer
  routes[`/v2/${repository}/blobs/${image.configDigest}`] = { body: image.config }
}

export function serveIndex(
  { routes }: RegistryStandIn,
  repository: string,
  {
    tag,
    images,
  }: { tag: string; images: { image: MadeImage; os?: string; architecture: string; variant?: string }[] },
): void {
  const manifests = images.map(({ image, os = 'linux', architecture, variant }) => ({
    mediaType: image.mediaType,
    digest: image.digest,
    size: image.manifest.byteLength,
    platform: { os, architecture, ...(variant === undefined ? {} : { variant }) },
  }))
  const body = { schemaVersion: 2, mediaType: ociIndex, manifests }
  routes[`/v2/${repository}/manifests/${tag}`] = { headers: { 'content-type': ociIndex }, body }
}

/** A registry room whose docker config holds these logins, by host. */
export function roomWith(logins: Record<string, Record<string, string>> = {}): Registry {
  return createRegistry({
    env: {},
    home: '/nowhere',
    certificates: [],
    credentials: (name) => Promise.resolve(logins[name.split('/')[0] ?? ''] ?? null),
    log: () => undefined,
  })
}

export const plainAsk = { architecture: 'amd64', rules: noRules, signal: new AbortController().signal }
