// The ways to a registry that are not the plain one: proxies, certificates of an administrator, mirrors.
import { execFile } from 'node:child_process'
import http from 'node:http'
import https from 'node:https'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RefusalError } from '../../shared/model/refusal'
import { createRegistry } from '.'
import { imageOf, openRegistryStandIn, plainAsk, serve, type RegistryStandIn } from './registry.test-support'

const execute = promisify(execFile)
const whyNot = await execute('openssl', ['version']).then(
  () => null,
  () => 'openssl, which makes the test certificates, is not on PATH',
)
if (whyNot !== null) process.stderr.write(`Tests of certificates are skipped: ${whyNot}\n`)

const image = imageOf()
type Made = { env?: NodeJS.ProcessEnv; certificates?: string[]; log?: string[] }
function room({ env = {}, certificates = [], log = [] }: Made = {}) {
  const credentials = () => Promise.resolve(null)
  return createRegistry({ env, home: '/nowhere', certificates, credentials, log: (line) => log.push(line) })
}
const whyOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: unknown) => (error instanceof RefusalError ? error.refusal.params['why'] : String(error)),
  )

describe('Docker Hub’s images', () => {
  let mirror: RegistryStandIn
  beforeAll(async () => {
    mirror = await openRegistryStandIn()
  })
  afterAll(() => mirror.close())

  it('come from the engine’s mirrors; one that fails or stalls makes way for the next', async () => {
    const stalls = await openRegistryStandIn()
    stalls.routes['/v2/lab/x/manifests/1'] = () => undefined
    serve(mirror, 'lab/x', image, '1')
    const log: string[] = []
    const mirrors = ['http://127.0.0.1:9/', `http://${stalls.host}`, `http://${mirror.host}`]
    const rules = { ...plainAsk.rules, mirrors }
    const found = await room({ log }).look({ ...plainAsk, rules, reference: 'lab/x:1', limit: 1000 })
    expect(found.digest).toBe(image.digest)
    expect(log).toHaveLength(2)
    await stalls.close()
  })
})

describe('a proxy for HTTP', () => {
  it('is asked for the whole address, and its login is its own', async () => {
    const proxy = await openRegistryStandIn()
    const config = `http://far.example/v2/lab/x/blobs/${image.configDigest}`
    proxy.routes['http://far.example/v2/lab/x/manifests/1'] = { body: image.manifest }
    proxy.routes[config] = { body: image.config }
    const env = { http_proxy: `http://me:secret@${proxy.host}` }
    const rules = { ...plainAsk.rules, mirrors: ['http://far.example/'] }
    const found = await room({ env }).look({ ...plainAsk, rules, reference: 'lab/x:1' })
    expect(found.digest).toBe(image.digest)
    expect(proxy.asked.map(({ headers }) => [headers.host, headers.authorization])).toEqual([
      ['far.example', undefined],
      ['far.example', undefined],
    ])
    expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(`Basic ${btoa('me:secret')}`)
    await proxy.close()
  })
})

describe.skipIf(whyNot !== null)('a registry over TLS', () => {
  let folder = ''
  let server: https.Server
  let port = 0
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-registry-tls-'))
    await makeCertificates(folder)
    const [cert, key] = await Promise.all(
      ['server.crt', 'server.key'].map((name) => readFile(join(folder, name))),
    )
    server = https.createServer({ cert, key }, (request, response) => {
      const body = request.url?.includes('/manifests/') ? image.manifest : image.config
      response.end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** A name that is not loopback's, so that nothing is forgiven; the proxy brings it here all the same. */
  async function throughProxy<T>(act: (env: NodeJS.ProcessEnv, targets: string[]) => Promise<T>): Promise<T> {
    const targets: string[] = []
    const proxy = http.createServer()
    const open = new Set<Duplex>()
    proxy.on('connect', (request, socket, head) => {
      targets.push(request.url ?? '')
      const inner = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        inner.write(head)
        inner.pipe(socket).pipe(inner)
      })
      for (const one of [inner, socket]) {
        open.add(one)
        one.on('error', () => undefined)
      }
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    try {
      return await act({ HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }, targets)
    } finally {
      for (const one of open) one.destroy()
      proxy.close()
    }
  }
  const reference = 'registry.test/lab/x:1'

  it('is not believed when nobody vouches for it, and is by certs.d, by NODE_EXTRA_CA_CERTS, by the system', async () => {
    await throughProxy(async (env, targets) => {
      expect(await whyOf(room({ env }).look({ ...plainAsk, reference }))).toBe('certificate')
      const certs = join(folder, 'certs.d')
      await mkdir(join(certs, 'registry.test'), { recursive: true })
      await writeFile(join(certs, 'registry.test', 'ca.crt'), await readFile(join(folder, 'ca.crt')))
      const ca = join(folder, 'ca.crt')
      for (const made of [
        { env, certificates: [certs] },
        { env: { ...env, NODE_EXTRA_CA_CERTS: ca } },
        { env: { ...env, SSL_CERT_FILE: ca } },
      ])
        expect(await room(made).look({ ...plainAsk, reference })).toMatchObject({ digest: image.digest })
      expect(new Set(targets)).toEqual(new Set(['registry.test:443']))
    })
  })

  it('is not believed under another name, and certs.d of one registry vouches for no other', async () => {
    await throughProxy(async (env) => {
      const certs = join(folder, 'certs.d')
      const other = room({ env, certificates: [certs] })
      expect(await whyOf(other.look({ ...plainAsk, reference: 'other.test/lab/x:1' }))).toBe('certificate')
      const trusting = room({ env: { ...env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.crt') } })
      expect(await whyOf(trusting.look({ ...plainAsk, reference: 'other.test/lab/x:1' }))).toBe('certificate')
    })
  })

  it('on loopback needs nobody to vouch for it', async () => {
    expect(await room().look({ ...plainAsk, reference: `localhost:${port}/lab/x:1` })).toMatchObject({
      digest: image.digest,
    })
  })
})

async function makeCertificates(folder: string): Promise<void> {
  const openssl = (...args: string[]) => execute('openssl', args, { cwd: folder })
  const request = ['req', '-newkey', 'rsa:2048', '-nodes']
  await openssl(
    ...request,
    '-x509',
    '-days',
    '2',
    '-subj',
    '/CN=corp-ca',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  )
  await writeFile(join(folder, 'names'), 'subjectAltName=DNS:registry.test\n')
  await openssl(...request, '-subj', '/CN=registry.test', '-keyout', 'server.key', '-out', 'server.csr')
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names']
  await openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.crt')
}
