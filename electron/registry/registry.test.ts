// The room against a server that answers as registries do, and as they should not.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RefusalError, type Refusal } from '../../shared/model/refusal'
import {
  bytesOf,
  digestOf,
  imageOf,
  openRegistryStandIn,
  plainAsk,
  roomWith,
  serve,
  serveIndex,
  unknown,
  type RegistryStandIn,
} from './registry.test-support'

let registry: RegistryStandIn
beforeEach(async () => {
  registry = await openRegistryStandIn()
})
afterEach(() => registry.close())

const look = (name: string, change: object = {}, logins = {}) =>
  roomWith(logins).look({ ...plainAsk, reference: `${registry.host}/${name}`, ...change })

async function refused(work: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await work.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof RefusalError) return error.refusal
  throw error
}

describe('what is read', () => {
  it('is the manifest and the config of a single image, in both media types', async () => {
    for (const docker of [false, true]) {
      const image = imageOf({ docker, layers: [10, 20, 30] })
      serve(registry, 'lab/one', image, '1')
      const found = await look('lab/one:1')
      expect(found).toMatchObject({ digest: image.digest, forThisMachine: true, architectures: ['amd64'] })
      expect(found.layers.map(({ bytes }) => bytes)).toEqual([10, 20, 30])
      expect(found.config.env).toEqual(['CUDA_VERSION=12.8.1'])
      expect(found.config.diffIds).toHaveLength(3)
      expect(found.readBytes).toBe(image.manifest.byteLength + image.config.byteLength)
    }
  })

  it('is the platform of this machine out of an index, which names all of them and no attestation', async () => {
    const [amd, arm] = [imageOf(), imageOf({ architecture: 'arm64', env: ['FOR=arm'] })]
    for (const image of [amd, arm]) serve(registry, 'lab/two', image)
    serveIndex(registry, 'lab/two', {
      tag: '1',
      images: [
        { image: arm, architecture: 'arm64', variant: 'v8' },
        { image: amd, architecture: 'amd64' },
        { image: imageOf({ env: [] }), os: 'unknown', architecture: 'unknown' },
        { image: imageOf({ env: ['W=1'] }), os: 'windows', architecture: 'amd64' },
      ],
    })
    expect(await look('lab/two:1')).toMatchObject({ digest: amd.digest, architectures: ['arm64', 'amd64'] })
    const onArm = await look('lab/two:1', { architecture: 'arm64' })
    expect(onArm).toMatchObject({ digest: arm.digest, config: { env: ['FOR=arm'] }, forThisMachine: true })
    const elsewhere = await look('lab/two:1', { architecture: 'riscv64' })
    expect(elsewhere).toMatchObject({ forThisMachine: false, architectures: ['arm64', 'amd64'] })
  })

  it('takes layers packed with zstd, and a reference by digest', async () => {
    const image = imageOf({ layerType: 'application/vnd.oci.image.layer.v1.tar+zstd' })
    serve(registry, 'lab/zstd', image)
    expect(await look(`lab/zstd@${image.digest}`)).toMatchObject({ digest: image.digest })
  })

  it('is never more than a few requests', async () => {
    serve(registry, 'lab/one', imageOf(), '1')
    await look('lab/one:1')
    expect(registry.asked.map(({ url }) => url.replace(/sha256:.*/, 'DIGEST'))).toEqual([
      '/v2/lab/one/manifests/1',
      '/v2/lab/one/blobs/DIGEST',
    ])
  })
})

describe('what cannot be used is refused', () => {
  it('a manifest of 5 MB, announced or not, without reading on', async () => {
    const huge = Buffer.alloc(5_000_000, ' ')
    let sent = 0
    registry.routes['/v2/lab/a/manifests/1'] = { headers: { 'content-length': '5000000' }, body: huge }
    registry.routes['/v2/lab/b/manifests/1'] = (_asked, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && sent < 50_000_000) {
          sent += 65_536
          if (!response.write(huge.subarray(0, 65_536))) return void response.once('drain', more)
        }
      }
      more()
      return undefined
    }
    for (const name of ['lab/a:1', 'lab/b:1'])
      expect(await refused(look(name))).toMatchObject({
        code: 'ImageUnreadable',
        params: { why: 'too-large' },
      })
    // What lies in the sockets' buffers is sent, and no more.
    expect(sent).toBeLessThan(12_000_000)
  })

  it('JSON that is cut off, with what was there', async () => {
    const image = imageOf()
    serve(registry, 'lab/cut', image)
    registry.routes['/v2/lab/cut/manifests/1'] = { body: image.manifest.subarray(0, 200) }
    const refusal = await refused(look('lab/cut:1'))
    expect(refusal).toMatchObject({ code: 'ImageUnreadable', params: { why: 'not-json' } })
    expect(refusal.raw).toContain('schemaVersion')
  })

  it('content that is not what its digest names: manifest by digest, manifest out of an index, config', async () => {
    const image = imageOf()
    const other = imageOf({ env: ['EVIL=1'] })
    const answer = { headers: { 'content-type': other.mediaType }, body: other.manifest }
    registry.routes[`/v2/lab/a/manifests/${image.digest}`] = answer
    serveIndex(registry, 'lab/a', { tag: '1', images: [{ image, architecture: 'amd64' }] })
    serve(registry, 'lab/b', image, '1')
    const sameLength = Buffer.from(image.config.toString('utf8').replace('12.8.1', '99.9.9'))
    registry.routes[`/v2/lab/b/blobs/${image.configDigest}`] = { body: sameLength }
    for (const name of [`lab/a@${image.digest}`, 'lab/a:1', 'lab/b:1'])
      expect(await refused(look(name))).toMatchObject({ code: 'ImageUnreadable', params: { why: 'digest' } })
  })

  it.each([
    ['schema1', { schemaVersion: 1, name: 'lab', fsLayers: [], history: [] }],
    ['artifact', manifestWith('application/vnd.cncf.helm.config.v1+json')],
    ['artifact', manifestWith('application/vnd.oci.image.config.v1+json', 'application/vnd.in-toto+json')],
    ['not-manifest', { schemaVersion: 2, layers: [] }],
    ['not-manifest', ['nothing']],
    ['platform', { schemaVersion: 2, manifests: [] }],
  ])('%s', async (why, body) => {
    registry.routes['/v2/lab/x/manifests/1'] = { body }
    expect(await refused(look('lab/x:1'))).toMatchObject({ code: 'ImageUnreadable', params: { why } })
  })

  it('an index that goes round in circles', async () => {
    const index = bytesOf({
      manifests: [
        { digest: digestOf(Buffer.from('x')), size: 1, platform: { os: 'linux', architecture: 'amd64' } },
      ],
    })
    registry.routes['/v2/lab/x/manifests/1'] = { body: index }
    registry.routes[`/v2/lab/x/manifests/${digestOf(Buffer.from('x'))}`] = { body: index }
    expect((await refused(look('lab/x:1'))).code).toBe('ImageUnreadable')
  })
})

function manifestWith(configType: string, layerType = 'application/vnd.oci.image.layer.v1.tar') {
  const digest = digestOf(Buffer.from(''))
  return {
    schemaVersion: 2,
    config: { mediaType: configType, digest, size: 2 },
    layers: [{ mediaType: layerType, digest, size: 2 }],
  }
}

describe('a registry that does not give it', () => {
  it('tells a tag it does not know from a name it does not know', async () => {
    registry.routes['/v2/lab/known/tags/list'] = { body: { tags: ['1'] } }
    registry.routes['/v2/lab/other/tags/list'] = { status: 404, body: unknown('NAME_UNKNOWN') }
    expect(await refused(look('lab/known:2'))).toMatchObject({
      code: 'ImageTagUnknown',
      params: { tag: '2' },
    })
    expect((await refused(look('lab/other:2'))).code).toBe('ImageUnknown')
    // One that does not let tags be listed is believed as it stands.
    registry.routes['/v2/lab/secret/tags/list'] = { status: 403, body: unknown('DENIED') }
    expect((await refused(look('lab/secret:2'))).code).toBe('ImageTagUnknown')
  })

  it.each([
    [429, unknown('TOOMANYREQUESTS', 'You have reached your pull rate limit.'), 'RegistryRateLimit'],
    [429, '<html>slow down</html>', 'RegistryRateLimit'],
    [503, 'upstream is away', 'RegistryUnreachable'],
    [403, unknown('DENIED', 'no'), 'RegistryUnauthorised'],
    [404, '<html>not here</html>', 'ImageUnknown'],
    [418, 'tea', 'ImageUnreadable'],
  ])('status %d', async (status, body, code) => {
    registry.routes['/v2/lab/x/manifests/1'] = { status, body }
    expect((await refused(look('lab/x:1'))).code).toBe(code)
  })

  it('stalls before it answers, or in the middle of it: the limit ends the look', async () => {
    registry.routes['/v2/lab/a/manifests/1'] = () => undefined
    registry.routes['/v2/lab/b/manifests/1'] = (_asked, response) => {
      response.writeHead(200, { 'content-length': '500' })
      response.write('{"schemaVersion"')
      return undefined
    }
    for (const name of ['lab/a:1', 'lab/b:1']) {
      const started = performance.now()
      const refusal = await refused(look(name, { limit: 300 }))
      expect(refusal).toMatchObject({ code: 'RegistryUnreachable', params: { why: 'silent', seconds: 0.3 } })
      expect(performance.now() - started).toBeLessThan(2000)
    }
  })

  it('is not there', async () => {
    const gone = await openRegistryStandIn()
    await gone.close()
    const refusal = await refused(roomWith().look({ ...plainAsk, reference: `${gone.host}/lab/x:1` }))
    expect(refusal).toMatchObject({ code: 'RegistryUnreachable', params: { why: 'network' } })
    expect(refusal.evidence).toContain('ECONNREFUSED')
  })

  it('is cancelled', async () => {
    registry.routes['/v2/lab/a/manifests/1'] = () => undefined
    const stop = new AbortController()
    const looking = refused(look('lab/a:1', { signal: stop.signal }))
    setTimeout(() => stop.abort(), 50)
    expect((await looking).code).toBe('Cancelled')
  })
})

it('an address that no URL can hold is refused as one', async () => {
  for (const reference of ['lab:99999/x:1', '10.0.0.256:5000/x:1'])
    expect(await refused(roomWith().look({ ...plainAsk, reference }))).toMatchObject({ code: 'InvalidInput' })
})
