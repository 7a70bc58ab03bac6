import { describe, expect, it } from 'vitest'
import { changed, engineDown, engineUp, healthyGpus, outcomesOf } from '../machine.test-support'
import type { Recorded, RecordedEngine } from '../machine.test-support'

const engineOf = async (engine: RecordedEngine, machine: Recorded = {}) =>
  (await outcomesOf(['engine'], machine, engine)).engine
const versionOf = async (engine: RecordedEngine) =>
  (await outcomesOf(['engine-version'], {}, engine))['engine-version']
const setupOf = async (engine: RecordedEngine, machine: Recorded = {}) =>
  (await outcomesOf(['engine-setup'], machine, engine))['engine-setup']
const answers = (info: object = {}) => ({ is: 'answered' as const, status: 200, body: JSON.stringify(info) })
const dead = { outcome: 'absent' as const, detail: 'connect ENOENT' }

describe('the engine', () => {
  it('answers: which, where, and why not the others', async () => {
    const tried = [
      {
        source: 'context' as const,
        name: 'lab',
        address: 'tcp://old:2376',
        outcome: 'refused' as const,
        detail: 'ECONNREFUSED',
      },
      {
        source: 'system' as const,
        name: '',
        address: 'unix:///var/run/docker.sock',
        outcome: 'answered' as const,
        detail: '',
      },
    ]
    const found = await engineOf({ state: engineUp({ tried }) })
    expect(found).toMatchObject({
      state: 'advice',
      finding: 'engine-context-dead',
      params: { context: 'lab', dead: 'tcp://old:2376' },
    })
    expect(found.evidence).toContain('context lab: tcp://old:2376: refused (ECONNREFUSED)')
    expect(await engineOf({ state: engineUp() })).toMatchObject({
      finding: 'engine-answers',
      params: { source: 'system' },
    })
  })

  type Case = { name: string; engine: RecordedEngine; machine: Recorded; finding: string; fix: string }
  const cases: [string, RecordedEngine, Recorded, string, string][] = [
    ['not installed', { state: engineDown(dead) }, {}, 'engine-not-installed', 'install-engine'],
    ['stopped', { state: engineDown(dead) }, { programs: ['dockerd'] }, 'engine-stopped', 'start-engine'],
    [
      'Podman without its socket',
      { state: engineDown(dead) },
      { programs: ['podman'] },
      'engine-stopped',
      'start-engine',
    ],
    [
      'Desktop not started',
      { state: engineDown(dead) },
      { files: { '/opt/docker-desktop/bin/x': '' } },
      'engine-desktop-stopped',
      'start-desktop',
    ],
    [
      'forbidden',
      { state: engineDown({ outcome: 'forbidden', detail: 'connect EACCES' }, dead) },
      {},
      'engine-forbidden',
      'join-docker-group',
    ],
    ['silent', { state: engineDown({ outcome: 'silent' }) }, {}, 'engine-silent', 'restart-engine'],
    ['too old', { state: engineDown({ outcome: 'too-old' }) }, {}, 'engine-api-too-old', 'upgrade-engine'],
    [
      'far away',
      {
        state: engineDown({
          source: 'DOCKER_HOST',
          address: 'tcp://far:2376',
          outcome: 'refused',
          detail: 'ETIMEDOUT',
        }),
      },
      {},
      'engine-unreachable',
      'unset-docker-host',
    ],
    [
      'at another address than the settings say',
      { state: engineDown({ source: 'settings', address: 'unix:///nowhere' }, { outcome: 'not-tried' }) },
      { sockets: { '/var/run/docker.sock': answers() } },
      'engine-wrong-address',
      'change-address',
    ],
  ]
  const named = cases.map(([name, engine, machine, finding, fix]): Case => ({
    name,
    engine,
    machine,
    finding,
    fix,
  }))
  it.each(named)('$name', async ({ engine, machine, finding, fix }) => {
    const found = await engineOf(engine, machine)
    expect(found).toMatchObject({ state: 'problem', finding })
    expect(found.fixes[0]?.id).toBe(fix)
  })

  it('that is down leaves the checks after it with nothing of their own to say', async () => {
    const outcomes = await outcomesOf(['engine-version', 'engine-setup'], {}, { state: engineDown(dead) })
    expect(outcomes['engine-setup']).toMatchObject({
      finding: 'cause-elsewhere',
      params: { check: 'engine' },
    })
    expect(outcomes['engine-version'].state).toBe('not-applicable')
  })

  it('without CDI is old, but Podman’s number means nothing', async () => {
    expect((await versionOf({ state: engineUp({ apiVersion: '1.41' }) })).finding).toBe('api-old')
    expect((await versionOf({ state: engineUp({ apiVersion: '1.41', product: 'podman' }) })).finding).toBe(
      'api-current',
    )
  })
})

describe('its setup', () => {
  it.each<[RecordedEngine, string, string]>([
    [{}, 'fine', 'setup-usual'],
    [{ state: engineUp({ rootless: true }) }, 'fine', 'setup-rootless'],
    [{ state: engineUp({ product: 'desktop' }) }, 'fine', 'setup-desktop'],
    [{ state: engineUp({ product: 'podman', version: '5.4.1' }) }, 'fine', 'setup-podman'],
    [{ state: engineUp({ product: 'podman', version: '4.9.3' }) }, 'advice', 'setup-podman-too-old'],
    [{ info: { storageDriver: 'vfs' } }, 'advice', 'setup-storage-slow'],
  ])('%#', async (engine, state, finding) => {
    expect(await setupOf(engine)).toMatchObject({ state, finding })
  })

  const context: RecordedEngine = {
    state: engineUp({
      ...{
        source: 'context',
        name: 'desktop-linux',
        product: 'desktop',
        address: 'unix:///home/ada/.docker/desktop/docker.sock',
      },
      tried: [
        {
          source: 'system',
          name: '',
          address: 'unix:///var/run/docker.sock',
          outcome: 'not-tried',
          detail: '',
        },
      ],
    }),
    info: { runtimes: ['runc'] },
  }
  const withGpus = { sockets: { '/var/run/docker.sock': answers({ Runtimes: { runc: {}, nvidia: {} } }) } }

  it('a context that leads past the engine with the GPUs', async () => {
    expect(await setupOf(context, changed(withGpus))).toMatchObject({
      state: 'problem',
      finding: 'setup-other-engine',
      params: { context: 'desktop-linux', other: 'unix:///var/run/docker.sock' },
    })
  })

  it('is right where there is no card, or no other engine that has them', async () => {
    expect((await setupOf(context, withGpus)).finding).toBe('setup-desktop')
    expect((await setupOf(context, healthyGpus)).finding).toBe('setup-desktop')
  })
})
