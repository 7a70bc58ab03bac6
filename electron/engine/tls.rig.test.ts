// The rig's engine behind TLS, as on a remote box: with certificates from the environment and from a context.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { createEngine } from '.'
import { refusalOf } from './stage'

const execute = promisify(execFile)
const why = (await whyRigCannotRun()) ?? (await whyNoOpenssl())
if (why !== null) process.stderr.write(`TLS tests are skipped: ${why}\n`)

describe.skipIf(why !== null)('an engine behind TLS', () => {
  let rig: Rig
  let folder = ''
  let server: Server
  let address = ''

  beforeAll(async () => {
    rig = await up()
    folder = await mkdtemp(join(tmpdir(), 'berth-tls-'))
    await makeCertificates(folder)
    const read = (name: string) => readFile(join(folder, name))
    const [ca, cert, key] = [
      await read('ca.pem'),
      await read('server-cert.pem'),
      await read('server-key.pem'),
    ]
    server = createServer({ ca, cert, key, requestCert: true, rejectUnauthorized: true }, (socket) => {
      const engine = connect(rig.dockerHost.slice('unix://'.length))
      socket.pipe(engine).pipe(socket)
      for (const [one, other] of [
        [socket, engine],
        [engine, socket],
      ] as const) {
        one.on('error', () => other.destroy())
        one.on('close', () => other.destroy())
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })

  async function withEngine<T>(
    env: NodeJS.ProcessEnv,
    act: (engine: ReturnType<typeof createEngine>) => Promise<T>,
  ) {
    const engine = createEngine({ address: () => '', env, home: '/nowhere', log: () => undefined })
    try {
      return await act(engine)
    } finally {
      await engine.dispose()
    }
  }

  it('answers with the certificates of DOCKER_CERT_PATH, plain calls and hijacked ones', async () => {
    await withEngine(
      { DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder },
      async (engine) => {
        await engine.containers.list()
        expect(engine.up()).toMatchObject({ address, local: false })
        expect(engine.cliEnv()).toEqual({
          DOCKER_HOST: address,
          DOCKER_TLS_VERIFY: '1',
          DOCKER_CERT_PATH: folder,
        })
        const { id } = await engine.containers.create({
          ...{
            name: '',
            image: rig.images.tiny,
            cmd: ['sleep', '60'],
            entrypoint: null,
            env: [],
            user: '',
            labels: {},
          },
          ...{
            workingDir: '',
            tty: false,
            openStdin: false,
            ports: [],
            binds: [],
            init: true,
            restart: 'no',
          },
          ...{ deviceRequests: [], shmBytes: null, memoryBytes: null, nanoCpus: null },
        })
        try {
          await engine.containers.start(id)
          expect(await engine.containers.run(id, { cmd: ['echo', 'hello'] })).toMatchObject({
            stdout: 'hello\n',
            exitCode: 0,
          })
        } finally {
          await engine.containers.remove(id)
        }
      },
    )
  })

  it('answers through a context with certificates of its own', async () => {
    const config = join(folder, 'config')
    const id = createHash('sha256').update('gpu-box').digest('hex')
    const tls = join(config, 'contexts/tls', id, 'docker')
    const meta = join(config, 'contexts/meta', id)
    for (const each of [tls, meta]) await mkdir(each, { recursive: true })
    for (const name of ['ca.pem', 'cert.pem', 'key.pem']) await cp(join(folder, name), join(tls, name))
    await writeFile(join(meta, 'meta.json'), JSON.stringify({ Endpoints: { docker: { Host: address } } }))
    await withEngine({ DOCKER_CONFIG: config, DOCKER_CONTEXT: 'gpu-box' }, async (engine) => {
      await engine.containers.list()
      expect(engine.up()).toMatchObject({ source: 'context', name: 'gpu-box', address })
    })
  })

  it('is not spoken to without certificates, nor when its own is not to be trusted', async () => {
    const empty = join(folder, 'empty')
    await mkdir(empty)
    for (const env of [{ DOCKER_CERT_PATH: empty, DOCKER_TLS_VERIFY: '1' }, {}])
      await withEngine({ ...env, DOCKER_HOST: address }, async (engine) => {
        expect((await refusalOf(engine.containers.list())).code).not.toBe('Cancelled')
        expect(engine.state().is).toBe('down')
      })
  })
})

async function makeCertificates(folder: string): Promise<void> {
  const openssl = (...args: string[]) => execute('openssl', args, { cwd: folder })
  const request = ['req', '-newkey', 'rsa:2048', '-nodes', '-days', '2']
  await openssl(...request, '-x509', '-subj', '/CN=berth-test-ca', '-keyout', 'ca-key.pem', '-out', 'ca.pem')
  await writeFile(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n')
  for (const [name, key, cert] of [
    ['server', 'server-key.pem', 'server-cert.pem'],
    ['client', 'key.pem', 'cert.pem'],
  ] as const) {
    await openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      key,
      '-out',
      `${name}.csr`,
    )
    await openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial'],
      ...['-days', '2', '-extfile', 'names', '-out', cert],
    )
  }
}

async function whyNoOpenssl(): Promise<string | null> {
  return execute('openssl', ['version']).then(
    () => null,
    () => 'openssl, which makes the test certificates, is not on PATH: install it.',
  )
}
