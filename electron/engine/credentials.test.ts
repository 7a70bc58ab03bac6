import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { credentialsFor, registryOf } from './credentials'

const basic = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') })

describe('registryOf', () => {
  it.each([
    ['ubuntu', 'https://index.docker.io/v1/'],
    ['pytorch/pytorch', 'https://index.docker.io/v1/'],
    ['docker.io/pytorch/pytorch', 'https://index.docker.io/v1/'],
    ['nvcr.io/nvidia/pytorch', 'nvcr.io'],
    ['localhost/lab', 'localhost'],
    ['127.0.0.1:5000/lab', '127.0.0.1:5000'],
  ])('%s is filed under %s', (name, host) => {
    expect(registryOf(name)).toBe(host)
  })
})

describe('credentialsFor', () => {
  let folder = ''
  let log: string[] = []
  let heard: string[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-credentials-'))
    log = []
    heard = []
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function asked(name: string, config: object | string, env: NodeJS.ProcessEnv = {}) {
    const text = typeof config === 'string' ? config : JSON.stringify(config)
    await writeFile(join(folder, 'config.json'), text)
    const all = { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env['PATH'] ?? ''}`, ...env }
    const options = {
      ...{ env: all, home: '/nowhere', log: (line: string) => log.push(line) },
      heard: (secret: string) => heard.push(secret),
    }
    return credentialsFor(name, options, new AbortController().signal)
  }
  const helper = (name: string, script: string) =>
    writeFile(join(folder, `docker-credential-${name}`), `#!/bin/sh\nread server\n${script}\n`, {
      mode: 0o755,
    })

  it('reads a plain login, whose password may hold colons, also under an old key', async () => {
    const login = { username: 'ada', password: 'a:b', serveraddress: 'lab:5000' }
    expect(await asked('lab:5000/x', { auths: { 'lab:5000': basic('ada:a:b') } })).toEqual(login)
    expect(await asked('lab:5000/x', { auths: { 'https://lab:5000/v1/': basic('ada:a:b') } })).toEqual(login)
    expect(await asked('other:5000/x', { auths: { 'lab:5000': basic('ada:a:b') } })).toBeNull()
  })

  it('asks the helper of the registry before the general one, and knows an identity token', async () => {
    await helper('one', `echo "{\\"Username\\":\\"ada\\",\\"Secret\\":\\"for $server\\"}"`)
    await helper('two', `echo '{"Username":"<token>","Secret":"identity"}'`)
    const config = { credsStore: 'two', credHelpers: { 'lab:5000': 'one' }, auths: { 'lab:5000': {} } }
    expect(await asked('lab:5000/x', config)).toMatchObject({ username: 'ada', password: 'for lab:5000' })
    expect(await asked('ubuntu', config)).toEqual({
      identitytoken: 'identity',
      serveraddress: 'https://index.docker.io/v1/',
    })
  })

  it('goes on without a login when the helper has none, fails, is absent or talks nonsense, and logs no word it said', async () => {
    await helper('none', 'echo credentials not found in native keychain; exit 1')
    expect(await asked('lab:5000/x', { credsStore: 'none' })).toBeNull()
    expect(log).toEqual([])
    await helper('broken', 'echo my-secret; exit 3')
    await helper('nonsense', 'echo my-secret')
    for (const credsStore of ['broken', 'nonsense', 'absent', '../evil'])
      expect(await asked('lab:5000/x', { credsStore })).toBeNull()
    expect(log).toEqual([
      'docker-credential-broken: exit code 3',
      'docker-credential-nonsense: its answer is not JSON',
      'docker-credential-absent: ENOENT',
      'docker config: the name of the credential helper is not a plain word',
    ])
  })

  it('prefers DOCKER_AUTH_CONFIG, and survives a broken config file without quoting it', async () => {
    const stated = JSON.stringify({ auths: { 'lab:5000': basic('bob:from-environment') } })
    const config = { auths: { 'lab:5000': basic('ada:x') } }
    expect(await asked('lab:5000/x', config, { DOCKER_AUTH_CONFIG: stated })).toMatchObject({
      username: 'bob',
    })
    expect(await asked('lab:5000/x', '{"auths": my-secret')).toBeNull()
    expect(log.join()).not.toContain('my-secret')
  })

  it('tells a helper the registry over its input alone, and gives what it answers to nobody but the caller and the mask', async () => {
    await helper(
      'noting',
      `echo "$* $server" > '${folder}/asked'; env >> '${folder}/asked'; echo '{"Username":"ada","Secret":"canary"}'`,
    )
    expect(await asked('lab:5000/x', { credsStore: 'noting' })).toMatchObject({ password: 'canary' })
    const told = await readFile(join(folder, 'asked'), 'utf8')
    expect(told.split('\n')[0]).toBe('get lab:5000')
    expect(told).not.toContain('canary')
    expect(log).toEqual([])
    expect(heard).toEqual(['canary', Buffer.from('ada:canary').toString('base64')])
    heard = []
    await asked('lab:5000/x', { auths: { 'lab:5000': { identitytoken: 'canary-token' } } })
    expect(heard).toEqual(['canary-token'])
  })
})
