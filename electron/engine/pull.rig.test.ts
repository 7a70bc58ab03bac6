import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { createEngine, type Engine, type PullEvent } from '.'
import { openStage, refusalOf, type Stage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Pull tests are skipped: ${why}\n`)

describe.skipIf(why !== null)('a pull', () => {
  let stage: Stage
  let rig: Rig
  let engine: Engine
  let folder = ''
  const never = new AbortController().signal

  beforeAll(async () => {
    rig = await up({ name: 'engine-room' })
    stage = openStage('engine-pull', rig)
    engine = stage.engine
    folder = await mkdtemp(join(tmpdir(), 'berth-docker-config-'))
  })
  afterAll(async () => {
    await engine.dispose()
    await rm(folder, { recursive: true, force: true })
    await rig.down()
  })

  /** Another person on the same engine: with this docker config, and these programs first on the path. */
  async function someoneElse<T>(
    config: object,
    act: (engine: Engine, log: string[]) => Promise<T>,
  ): Promise<T> {
    await writeFile(join(folder, 'config.json'), JSON.stringify(config))
    const log: string[] = []
    const env = {
      ...process.env,
      ...rig.env,
      DOCKER_CONFIG: folder,
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    }
    const other = createEngine({ address: () => '', env, home: '/nowhere', log: (line) => log.push(line) })
    try {
      return await act(other, log)
    } finally {
      await other.dispose()
    }
  }
  const forget = () => engine.images.remove(rig.images.tiny).catch(() => undefined)

  it('brings an image from a registry that asks for a login, and tells its layers', async () => {
    await forget()
    const events: PullEvent[] = []
    await engine.images.pull(rig.images.tiny, (event) => events.push(event), never)
    expect(await engine.images.inspect(rig.images.tiny)).not.toBeNull()
    const layers = events.filter(({ id }) => /^[a-f0-9]{12}$/.test(id))
    expect(layers.map(({ status }) => status)).toContain('Pull complete')
    expect(events.at(-1)?.status).toMatch(/Status: Downloaded newer image/)
  })

  it('takes the login from a credential helper, whose answer is never logged', async () => {
    const { username, password, host } = rig.registry
    const helper = `#!/bin/sh\nread server\n[ "$server" = '${host}' ] && echo '{"ServerURL":"${host}","Username":"${username}","Secret":"${password}"}'\n`
    await writeFile(join(folder, 'docker-credential-berthtest'), helper, { mode: 0o755 })
    for (const config of [{ credsStore: 'berthtest' }, { credHelpers: { [host]: 'berthtest' } }]) {
      await forget()
      await someoneElse(config, async (other, log) => {
        await other.images.pull(rig.images.tiny, () => undefined, never)
        expect(log.join('\n')).not.toContain(password)
      })
    }
    expect(await engine.images.inspect(rig.images.tiny)).not.toBeNull()
  })

  it('is refused as unauthorised without a login, with a wrong one, and with a helper that fails', async () => {
    await forget()
    const { host } = rig.registry
    const wrong = Buffer.from('somebody:secret-guess').toString('base64')
    await writeFile(join(folder, 'docker-credential-broken'), '#!/bin/sh\necho secret-guess; exit 1\n', {
      mode: 0o755,
    })
    for (const config of [
      {},
      { auths: { [host]: { auth: wrong } } },
      { credsStore: 'broken' },
      { credsStore: 'absent' },
    ])
      await someoneElse(config, async (other, log) => {
        expect(await refusalOf(other.images.pull(rig.images.tiny, () => undefined, never))).toMatchObject({
          code: 'RegistryUnauthorised',
          params: { image: rig.images.tiny },
        })
        expect(log.join('\n')).not.toContain('secret-guess')
      })
    await engine.images.pull(rig.images.tiny, () => undefined, never)
  })

  it('tells an unknown tag, an unknown image and a registry that is not there apart', async () => {
    const { host } = rig.registry
    const codes: Record<string, string> = {}
    for (const [name, reference] of Object.entries({
      tag: rig.images.tiny.replace(/:[^:]+$/, ':no-such-tag'),
      digest: `${rig.images.tiny.replace(/:[^:]+$/, '')}@sha256:${'0'.repeat(64)}`,
      image: `${host}/berth/no-such-image:1`,
      registry: '127.0.0.1:9/berth/tiny:1',
    }))
      codes[name] = (await refusalOf(engine.images.pull(reference, () => undefined, never))).code
    expect(codes).toEqual({
      tag: 'ImageTagUnknown',
      digest: 'ImageTagUnknown',
      image: 'ImageTagUnknown',
      registry: 'RegistryUnreachable',
    })
  })

  it('refuses what is no reference before asking anybody', async () => {
    for (const reference of ['', 'UPPER/case', 'a b', '../x', 'image:tag?x=1', '-x'])
      expect(await refusalOf(engine.images.pull(reference, () => undefined, never))).toMatchObject({
        code: 'InvalidInput',
      })
  })

  it('is cancelled in the middle: the engine stops downloading, and the image is not there', async () => {
    const stop = new AbortController()
    const pulling = engine.images.pull(
      rig.images.jupyterRemote,
      ({ currentBytes }) => currentBytes !== null && stop.abort(),
      stop.signal,
    )
    expect(await refusalOf(pulling)).toMatchObject({ code: 'Cancelled' })
    expect(await engine.images.inspect(rig.images.jupyterRemote)).toBeNull()
  })

  it('reads its login from the file that the docker CLI wrote', async () => {
    const { DOCKER_CONFIG: own = '' } = rig.env
    const config: unknown = JSON.parse(await readFile(join(own, 'config.json'), 'utf8'))
    expect(config).toHaveProperty(['auths', rig.registry.host])
  })
})
