// Whatever a page sends through the contract, the engine is asked for no more than a launch is made of.
import { createRouterClient } from '@orpc/server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GpuChoice } from '../shared/model/launch-spec'
import { LaunchSpecSchema, type LaunchSpec } from '../shared/model/launch-spec'
import { judgePath, planLaunch, wantedPaths, type MountPlaces } from '../shared/model/launch'
import { host } from '../shared/model/launch/example'
import { createBody, createQuery } from './engine/create'
import { createRouter } from './router'
import type { ContainersRoom, LaunchRoom, TerminalRequest, TerminalRoom } from './services'
import { standIn, standInServices } from './stand-in'

/** What a hostile page would add, at any depth. */
const wishes = {
  ...{ HostConfig: { Privileged: true, Binds: ['/:/host'] }, Privileged: true, Binds: ['/:/host:rw'] },
  ...{ PidMode: 'host', NetworkMode: 'host', IpcMode: 'host', UsernsMode: 'host', UTSMode: 'host' },
  ...{ CapAdd: ['ALL'], Devices: [{ PathOnHost: '/dev/sda' }], DeviceCgroupRules: ['a *:* rwm'] },
  ...{ SecurityOpt: ['seccomp=unconfined'], VolumesFrom: ['other'], Runtime: 'runc', CgroupParent: '/' },
  ...{ Mounts: [{ Type: 'bind', Source: '/', Target: '/host' }], BindOptions: { Propagation: 'rshared' } },
  ...{ privileged: true, capAdd: ['SYS_ADMIN'], user: '0:0', entrypoint: ['/bin/sh'], labels: { a: 'b' } },
  ...{
    type: 'volume',
    propagation: 'rshared',
    driver: 'runtime',
    capabilities: [['all']],
    deviceIds: ['all'],
  },
  ...{ binds: [{ source: '/', target: '/host', readOnly: false }], real: '/etc', judgement: { is: 'free' } },
  ...{ __proto__: { privileged: true }, constructor: { prototype: { Privileged: true } } },
}
const extra = fc.subarray(Object.entries(wishes)).map((some) => Object.fromEntries(some))
const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '-v',
    '--privileged',
    '/:/host',
    '../..',
    '/etc',
    '/var/run/docker.sock',
    '/proc/1/root',
    '\n',
    '\0',
  ),
)
const anyPath = fc.oneof(
  fc.array(word, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
  fc.constantFrom(
    '/',
    '//',
    '/etc',
    '/run',
    '/home/ada',
    '/home/ada/vision',
    '/data',
    '/data/../etc',
    'relative',
    '',
  ),
)
/** Mostly what fits, or nothing would ever come through. */
const mostly = (fit: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown> = fc.jsonValue()) =>
  fc.oneof(
    { weight: 30, arbitrary: fit },
    { weight: 1, arbitrary: other },
    { weight: 1, arbitrary: fc.jsonValue() },
  )
const withExtra = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.tuple(extra, fc.record(fields)).map(([more, some]) => ({ ...more, ...some }))

const gpus: fc.Arbitrary<unknown> = fc.constantFrom<GpuChoice>(
  ...([{ is: 'none' }, { is: 'all' }, { is: 'count', count: 2 }, { is: 'least-busy', count: 1 }] as const),
  { is: 'cards', uuids: ['GPU-bbbb'] },
)
const otherGpus: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ is: fc.constant('cards'), uuids: fc.array(word, { maxLength: 2 }) }),
  fc.constant({ is: 'devices', devices: ['/dev/sda'] }),
)
const freePath = fc.constantFrom(
  '/home/ada/vision',
  '/data',
  '/mnt/disk/x',
  '/home/ada/a b,c"d',
  '/data/$(reboot)',
)
const target = fc.constantFrom('/data', '/mnt/x', '/home/berth/.cache', '/a b')
const inputs: fc.Arbitrary<unknown> = withExtra({
  name: mostly(fc.constantFrom('', 'mine'), fc.constantFrom('-v', '../x', 'a b')),
  image: mostly(
    fc.constantFrom('example/lab:1', `example.org:5000/lab@sha256:${'a'.repeat(64)}`),
    fc.constantFrom('-v', '/bin/sh', '--privileged'),
  ),
  entry: mostly(word),
  projectFolder: mostly(freePath, anyPath),
  gpus: mostly(
    withExtra({ choice: gpus }).map(({ choice, ...more }) => ({ ...more, ...(choice as object) })),
    otherGpus,
  ),
  memoryBytes: mostly(fc.constantFrom(null, 2 ** 30), fc.constant(-1)),
  cpus: mostly(fc.constantFrom(null, 2), fc.constant(0)),
  shmBytes: mostly(fc.constantFrom(null, 2 ** 30)),
  env: mostly(
    fc.array(withExtra({ name: fc.constantFrom('A', 'HF_HOME'), value: word }), { maxLength: 3 }),
    fc.array(withExtra({ name: fc.constantFrom('HOME', 'A=B', '-v'), value: word }), { maxLength: 3 }),
  ),
  mounts: mostly(
    fc.uniqueArray(withExtra({ source: freePath, target, readOnly: fc.boolean() }), {
      ...{ maxLength: 3, selector: (mount) => (mount as { target: string }).target },
    }),
    fc.array(withExtra({ source: anyPath, target: anyPath, readOnly: fc.boolean() }), { maxLength: 3 }),
  ),
  restart: mostly(fc.constantFrom('no', 'always', 'unless-stopped', 'on-failure'), fc.constant('forever')),
  withoutJupyter: mostly(fc.constantFrom('ask', 'install', 'terminal-only')),
})

const places: MountPlaces = {
  ...{ ignoresCase: false, home: '/home/ada', otherHomes: [], berth: ['/home/ada/.config/berth'] },
  sockets: ['/run/docker.sock', '/var/run/docker.sock'],
}
/** As the machine's facts would have it, with no links. */
const hostFor = (spec: LaunchSpec) =>
  host({
    paths: wantedPaths(spec).map((each) => ({
      ...each,
      ...{ real: each.path, exists: true, judgement: judgePath([each.path], places) },
    })),
  })

/** What reached the launch room. */
async function sent(input: unknown): Promise<LaunchSpec | null> {
  const started: LaunchSpec[] = []
  const launch = standIn<LaunchRoom>({
    asks: () => Promise.resolve([]),
    start: (spec) => (started.push(spec), Promise.resolve({ taskId: 'aaaaaaaa' })),
  })
  const client = createRouterClient(createRouter(standInServices({ launch }), () => undefined))
  await client.launch.start(input as LaunchSpec).catch(() => undefined)
  return started[0] ?? null
}

const topKeys = [
  ...['Image', 'Cmd', 'Entrypoint', 'Env', 'Labels', 'User', 'WorkingDir', 'Tty', 'OpenStdin'],
  ...['ExposedPorts', 'HostConfig'],
]
const hostKeys = [
  ...['PortBindings', 'Mounts', 'DeviceRequests', 'ShmSize', 'Memory', 'NanoCpus', 'RestartPolicy', 'Init'],
]
type Body = {
  User: string
  HostConfig: {
    Mounts: { Type: string; Source: string; Target: string; ReadOnly: boolean }[]
    DeviceRequests: { Driver: string; DeviceIDs: string[]; Capabilities: string[][]; Options: object }[]
    PortBindings: Record<string, { HostIp: string }[]>
  }
}
const outside = (keys: string[], known: string[]) => keys.filter((key) => !known.includes(key))

function expectNarrow(body: Body, spec: LaunchSpec): void {
  expect(outside(Object.keys(body), topKeys)).toEqual([])
  expect(outside(Object.keys(body.HostConfig), hostKeys)).toEqual([])
  expect(body.User).toBe('1000:1000')
  const { Mounts: mounts, DeviceRequests: devices, PortBindings: ports } = body.HostConfig
  expect(mounts.map(({ Source, ReadOnly }) => ({ path: Source, readOnly: ReadOnly }))).toEqual([
    { path: spec.projectFolder, readOnly: false },
    ...spec.mounts.map(({ source, readOnly }) => ({ path: source, readOnly })),
  ])
  for (const mount of mounts) {
    expect(Object.keys(mount)).toEqual(['Type', 'Source', 'Target', 'ReadOnly'])
    expect(mount.Type).toBe('bind')
    expect(judgePath([mount.Source], places)).toEqual({ is: 'free' })
  }
  for (const device of devices) {
    expect(Object.keys(device).sort()).toEqual(['Capabilities', 'Count', 'DeviceIDs', 'Driver', 'Options'])
    expect([device.Driver, device.Capabilities, device.Options]).toEqual(['', [['gpu']], {}])
    for (const id of device.DeviceIDs) expect(id).toMatch(/^(GPU|MIG)-[0-9a-zA-Z/-]+$/)
  }
  for (const { HostIp } of Object.values(ports).flat()) expect(HostIp).toBe('127.0.0.1')
}

describe('a launch, whatever is sent', () => {
  it('comes to a container with known keys, judged folders, and no privilege', async () => {
    let carried = 0
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const spec = await sent(input)
        if (spec === null) return
        expect(LaunchSpecSchema.strict().safeParse(spec).success).toBe(true)
        const plan = planLaunch(spec, hostFor(spec))
        // A launch stops at its first problem, and creates nothing.
        if (plan.problems.length > 0) return
        carried += 1
        expectNarrow(createBody(plan.container) as Body, spec)
        expect(Object.keys(createQuery(plan.container))).toEqual(['name'])
      }),
      { numRuns: 1000 },
    )
    // Or nothing was shown.
    expect(carried).toBeGreaterThan(100)
  }, 60_000)

  it('with everything that a hostile page would add is the same launch as without', async () => {
    const mount = { source: '/data', target: '/data', readOnly: true }
    const plain = {
      ...{
        name: 'mine',
        image: 'example/lab:1',
        entry: '',
        projectFolder: '/home/ada/vision',
        gpus: { is: 'all' },
      },
      ...{ memoryBytes: null, cpus: null, shmBytes: null, env: [{ name: 'A', value: 'b' }], mounts: [mount] },
      ...{ restart: 'no', withoutJupyter: 'ask' },
    }
    const more = {
      ...wishes,
      ...plain,
      gpus: { ...wishes, ...plain.gpus },
      env: plain.env.map((each) => ({ ...wishes, ...each })),
      mounts: plain.mounts.map((each) => ({ ...wishes, ...each })),
    }
    expect(await sent(plain)).toEqual(plain)
    expect(await sent(more)).toEqual(plain)
  })

  it.each([
    '/',
    '/etc',
    '/run',
    '/var/run/docker.sock',
    '/home',
    '/home/ada',
    '/home/ada/.ssh',
    '/proc/self/root',
  ])('never mounts %s by itself', async (path) => {
    const base = { image: 'example/lab:1', entry: '', gpus: { is: 'none' }, memoryBytes: null, cpus: null }
    const rest = { shmBytes: null, env: [], restart: 'no', withoutJupyter: 'ask', name: '' }
    const ways = [
      { projectFolder: path, mounts: [] },
      { projectFolder: '/data', mounts: [{ source: path, target: '/x', readOnly: true }] },
    ]
    for (const way of ways) {
      const spec = await sent({ ...base, ...rest, ...way })
      if (spec === null) throw new Error('not sent')
      expect(planLaunch(spec, hostFor(spec)).problems.map(({ code }) => code)).toContain('MountRefused')
    }
  })
})

describe('a name that a page gives', () => {
  const clients = () => {
    const reached: unknown[] = []
    const note = (what: unknown) => (reached.push(what), Promise.resolve())
    const containers = standIn<ContainersRoom>({ start: note, stop: note, restart: note, remove: note })
    const terminals = standIn<TerminalRoom>({
      open: (request) => (reached.push(request), Promise.reject(new Error('enough'))),
    })
    const launch = standIn<LaunchRoom>({ checkMounts: () => Promise.resolve() })
    const services = standInServices({ containers, terminals, launch })
    return { reached, client: createRouterClient(createRouter(services, () => undefined)) }
  }
  const bad = [
    '',
    '-v',
    '--privileged',
    '../x',
    'a/b',
    'a b',
    'a?force=1',
    'a%2f',
    '$(reboot)',
    'a\nb',
    '\u202ea',
    '*',
  ]

  it.each(bad)('is no container: %j', async (id) => {
    const { client, reached } = clients()
    const calls = [client.containers.start, client.containers.stop, client.containers.restart]
    for (const call of calls) await expect(call({ id })).rejects.toThrow()
    await expect(client.containers.remove({ id, withVolumes: true })).rejects.toThrow()
    await expect(client.terminals.open(terminal({ containerId: id }))).rejects.toThrow()
    expect(reached).toEqual([])
  })

  type Shell = { user?: string | null; program?: string | null; workingDir?: string | null }
  const terminal = ({ containerId = 'web', ...shell }: Shell & { containerId?: string }) => ({
    ...{ cols: 80, rows: 24, carrier: 'pty' as const, target: { is: 'container' as const, containerId } },
    shell: { program: null, login: false, user: null, workingDir: null, ...shell },
  })
  it.each<Shell>([
    ...['-u', '--privileged', 'root;id', '$(id)', 'a b', 'a\nb', '0:0:0', '-1', ''].map((user) => ({ user })),
    ...['-c', 'sh', '--env=X', ''].map((program) => ({ program })),
    ...['-w', 'x', ''].map((workingDir) => ({ workingDir })),
  ])('is no part of a shell’s command line: %j', async (shell) => {
    const { client, reached } = clients()
    await expect(client.terminals.open(terminal(shell))).rejects.toThrow()
    expect(reached).toEqual([])
  })

  it('with which a terminal is opened brings nothing else along', async () => {
    const { client, reached } = clients()
    const wanted = terminal({ user: 'ada:video', program: '/bin/bash', workingDir: '/work' })
    const hostile = { ...wishes, ...wanted, shell: { ...wishes, env: { LD_PRELOAD: '/x' }, ...wanted.shell } }
    const target = { ...wishes, ...wanted.target }
    await expect(client.terminals.open({ ...hostile, target })).rejects.toThrow()
    expect(reached).toEqual([wanted satisfies TerminalRequest])
  })
})
