import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseAddress } from './address'
import { candidates } from './candidates'

describe('parseAddress', () => {
  const tls = { folder: '/certs', verify: true }
  it.each([
    ['unix:///run/x.sock', null, { is: 'socket', path: '/run/x.sock' }],
    ['/run/x.sock', null, { is: 'socket', path: '/run/x.sock' }],
    ['npipe:////./pipe/docker_engine', null, { is: 'socket', path: '//./pipe/docker_engine' }],
    ['tcp://box:2375', null, { is: 'tcp', host: 'box', port: 2375, tls: null }],
    ['tcp://box', tls, { is: 'tcp', host: 'box', port: 2376, tls }],
    ['box:2376', tls, { is: 'tcp', host: 'box', port: 2376, tls }],
    ['tcp://[::1]:2375', null, { is: 'tcp', host: '::1', port: 2375, tls: null }],
    ['http://box:80', null, { is: 'tcp', host: 'box', port: 80, tls: null }],
  ])('reads %s', (address, given, endpoint) => {
    expect(parseAddress(address, given)).toEqual(endpoint)
  })

  it.each(['ssh://ada@box', 'ftp://box', 'tcp://', 'tcp://a b'])(
    'does not take %s for an address it can reach',
    (address) => {
      expect(parseAddress(address, null).is).toBe('unsupported')
    },
  )
})

describe('candidates', () => {
  let home = ''
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'berth-home-'))
  })
  afterEach(() => rm(home, { recursive: true }))

  const found = async (env: NodeJS.ProcessEnv, address = '', platform: NodeJS.Platform = 'linux') =>
    (await candidates(address, { env, home, platform, uid: 7 })).map(
      (one) => `${one.source} ${one.name} ${one.address}`,
    )
  async function writeContext(name: string, host: string, withTls = false) {
    const id = createHash('sha256').update(name).digest('hex')
    const meta = join(home, '.docker/contexts/meta', id)
    await mkdir(meta, { recursive: true })
    await writeFile(
      join(meta, 'meta.json'),
      JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }),
    )
    if (withTls) await mkdir(join(home, '.docker/contexts/tls', id, 'docker'), { recursive: true })
  }
  const useContext = (name: string) =>
    writeFile(join(home, '.docker/config.json'), JSON.stringify({ currentContext: name }))

  it('looks in the usual places when nothing is named', async () => {
    expect(await found({ XDG_RUNTIME_DIR: '/run/user/1000' })).toEqual([
      'system  unix:///var/run/docker.sock',
      'rootless  unix:///run/user/1000/docker.sock',
      `desktop  unix://${home}/.docker/desktop/docker.sock`,
      'podman  unix:///run/user/1000/podman/podman.sock',
      'podman  unix:///run/podman/podman.sock',
    ])
    expect((await found({}))[1]).toBe('rootless  unix:///run/user/7/docker.sock')
    expect(await found({}, '', 'darwin')).toContain(`desktop  unix://${home}/.docker/run/docker.sock`)
    expect((await found({}, '', 'win32'))[0]).toBe('system  npipe:////./pipe/docker_engine')
  })

  it('puts the settings first, then DOCKER_HOST, beside which no context counts; each address once', async () => {
    await writeContext('box', 'tcp://box:2375')
    await useContext('box')
    const all = await found({ DOCKER_HOST: 'unix:///var/run/docker.sock' }, 'tcp://mine:2375')
    expect(all.slice(0, 3)).toEqual([
      'settings  tcp://mine:2375',
      'DOCKER_HOST  unix:///var/run/docker.sock',
      'rootless  unix:///run/user/7/docker.sock',
    ])
  })

  it('follows the current context, and DOCKER_CONTEXT before it, with its certificates', async () => {
    await writeContext('box', 'tcp://box:2376', true)
    await writeContext('other', 'unix:///other.sock')
    await useContext('box')
    const [first] = await candidates('', { env: {}, home, platform: 'linux', uid: 7 })
    expect(first).toMatchObject({
      ...{ source: 'context', name: 'box', address: 'tcp://box:2376', exclusive: false },
      endpoint: {
        is: 'tcp',
        tls: {
          folder: expect.stringMatching(/\/\.docker\/contexts\/tls\/[a-f0-9]{64}\/docker$/) as string,
          verify: true,
        },
      },
    })
    expect((await found({ DOCKER_CONTEXT: 'other' }))[0]).toBe('context other unix:///other.sock')
    expect((await found({ DOCKER_CONTEXT: 'default' }))[0]).toBe('system  unix:///var/run/docker.sock')
  })

  it('says which context is named and not there, and still looks in the usual places', async () => {
    await mkdir(join(home, '.docker'))
    await useContext('gone')
    const [first, second] = await candidates('', { env: {}, home, platform: 'linux', uid: 7 })
    expect(first).toMatchObject({ source: 'context', name: 'gone', endpoint: { is: 'unsupported' } })
    expect(second?.source).toBe('system')
  })

  it('takes certificates from DOCKER_CERT_PATH for tcp only', async () => {
    const env = { DOCKER_CERT_PATH: '/certs', DOCKER_TLS_VERIFY: '1', DOCKER_HOST: 'tcp://box:2376' }
    const [first, second] = await candidates('', { env, home, platform: 'linux', uid: 7 })
    expect(first?.endpoint).toEqual({
      is: 'tcp',
      host: 'box',
      port: 2376,
      tls: { folder: '/certs', verify: true },
    })
    expect(second?.endpoint).toEqual({ is: 'socket', path: '/var/run/docker.sock' })
  })
})
