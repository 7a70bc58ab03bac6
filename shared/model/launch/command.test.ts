import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { LaunchSpecSchema, type LaunchSpec } from '../launch-spec'
import { shellQuote } from './command'
import { planLaunch, type ContainerSpec, type LaunchHost } from './index'

const GiB = 2 ** 30
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => !value.includes('\0'))
const path = text.map((value) => `/${value}`)
const envName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/)

const specs: fc.Arbitrary<LaunchSpec> = fc
  .record({
    name: fc.constantFrom('', 'mine'),
    image: fc.constant('example.org:5000/lab:1'),
    entry: text,
    projectFolder: path,
    gpus: fc.constantFrom<LaunchSpec['gpus']>(
      { is: 'none' },
      { is: 'all' },
      { is: 'count', count: 2 },
      { is: 'cards', uuids: ['GPU-1111', 'GPU-2222'] },
    ),
    memoryBytes: fc.constantFrom(null, GiB),
    cpus: fc.constantFrom(null, 0.5, 3),
    shmBytes: fc.constantFrom(null, GiB),
    env: fc.array(fc.record({ name: envName, value: text }), { maxLength: 4 }),
    mounts: fc.array(
      fc.record({
        source: path,
        target: fc.stringMatching(/^\/[a-z ,"'$]{1,12}$/),
        readOnly: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    restart: fc.constantFrom<LaunchSpec['restart']>('no', 'always', 'unless-stopped', 'on-failure'),
    withoutJupyter: fc.constantFrom<LaunchSpec['withoutJupyter']>('ask', 'install', 'terminal-only'),
  })
  .filter((spec) => LaunchSpecSchema.safeParse(spec).success)

const hosts: fc.Arbitrary<LaunchHost> = fc.record({
  memoryBytes: fc.constant(16 * GiB),
  freeMemoryBytes: fc.constant(8 * GiB),
  cpus: fc.constant(8),
  engine: fc.record({
    product: fc.constantFrom('docker' as const, 'desktop' as const, 'podman' as const),
    rootless: fc.boolean(),
    local: fc.constant(true),
    cdiDevices: fc.constantFrom([], ['nvidia.com/gpu=all']),
    socket: fc.constant('/run/docker.sock'),
  }),
  gpus: fc.constant({ is: 'unknown' as const }),
  heldCards: fc.constant([]),
  reservedCards: fc.constant([]),
  process: fc.record({
    uid: fc.constantFrom(0, 1000),
    gid: fc.constant(1000),
    groups: fc.constant([]),
    userName: text,
  }),
  folder: fc.constant({
    is: 'folder' as const,
    mode: 0o755,
    ownerUid: 1000,
    ownerGid: 1000,
    readOnlyFileSystem: false,
  }),
  folderOwnerName: text,
  paths: fc.constant([]),
  takenNames: fc.constant([]),
  image: fc.constantFrom<LaunchHost['image']>(
    { is: 'absent' },
    {
      is: 'present',
      id: 'sha256:1',
      inside: { jupyterLab: null, shell: '/bin/sh', passwd: '', group: '' },
      derived: null,
    },
  ),
  expectsJupyter: fc.constantFrom(null, true, false),
  freePort: fc.integer({ min: 1024, max: 65_535 }),
  environmentId: fc.constant('abcdefgh'),
  taskId: fc.constant('tasktask'),
  owner: fc.constant('box/1/2/x'),
  now: fc.constant(1),
})

describe('a planned launch', () => {
  it('never publishes a port off loopback', () => {
    fc.assert(
      fc.property(specs, hosts, (spec, host) => {
        const plan = planLaunch(spec, host)
        expect(plan.container.ports.every(({ hostIp }) => hostIp === '127.0.0.1')).toBe(true)
        const published = plan.dockerCommand.match(/^ {2}--publish (\S+)/gm) ?? []
        expect(published.every((line) => line.startsWith('  --publish 127.0.0.1:'))).toBe(true)
      }),
    )
  })

  it('never names a token where the process list or inspect would show it', () => {
    fc.assert(
      fc.property(specs, hosts, (spec, host) => {
        const { container } = planLaunch(spec, host)
        const tokens = container.env.filter((each) => each.startsWith('JUPYTER_TOKEN='))
        expect(tokens.every((each) => each === 'JUPYTER_TOKEN=')).toBe(true)
        const argv = [...(container.entrypoint ?? []), ...(container.cmd ?? [])]
        expect(argv.filter((each) => /token|password/i.test(each))).toEqual([])
        expect(Object.keys(container.labels).filter((key) => /token|secret/i.test(key))).toEqual([])
      }),
    )
  })

  it('is printed as a command that a shell reads back as the same container', () => {
    fc.assert(
      fc.property(specs, hosts, (spec, host) => {
        const plan = planLaunch(spec, host)
        expect(readBack(plan.dockerCommand)).toEqual(meaning(plan.container))
      }),
      { numRuns: 300 },
    )
  })
})

/** What `sh` itself makes of it; a function stands for docker and prints its words. */
function inShell(script: string, home: string): string[] {
  const docker = `docker() { printf '%s\\0' "$@"; }\n`
  const printed = execFileSync('sh', ['-c', docker + script], {
    env: { PATH: process.env['PATH'], HOME: home },
  })
  return printed.toString('utf8').split('\0').slice(0, -1)
}

/** What untrusted names are made of: options, substitutions, ends of lines, ways up, other directions of writing. */
const hostile = fc.constantFrom(
  ...[
    '-v',
    '--privileged',
    '--volume=/:/host',
    '$(reboot)',
    '`reboot`',
    '; reboot',
    '&& reboot',
    '| sh',
    '#',
    '~',
  ],
  ...[
    '\n',
    '\r',
    '\t',
    '\u001b[201~',
    '\u0003',
    '\u007f',
    '../',
    '..',
    '*',
    '?',
    '{a,b}',
    '!!',
    '%s',
    '\\',
    '\\n',
  ],
  ...["'", '"', `'"'"'`, '\u202e', '\u2066', '\u2028', '\ufeff', '长', '🚀', ' ', ',', '=', ':', '@'],
)
const hostileText = fc.array(fc.oneof(hostile, text), { maxLength: 6 }).map((parts) => parts.join(''))

describe('a real shell', () => {
  const home = mkdtempSync(join(tmpdir(), 'berth-sh-'))
  afterAll(() => rmSync(home, { recursive: true }))

  it('reads each quoted word as the one that it was', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 40 }), (words) => {
        expect(inShell(`docker ${words.map(shellQuote).join(' ')}`, home)).toEqual(words)
      }),
      { numRuns: 60 },
    )
  })

  it('runs the printed command with the container’s own words, whatever they hold', () => {
    const path = hostileText.map((value) => `/${value}`)
    const given = fc.record({
      projectFolder: path,
      source: path,
      entry: hostileText.map((value) => value.slice(0, 80)),
      value: hostileText,
    })
    fc.assert(
      fc.property(specs, hosts, given, (some, host, { source, value, ...rest }) => {
        const mounts = [{ source, target: '/data', readOnly: true }]
        const spec = { ...some, ...rest, mounts, env: [{ name: 'A', value }] }
        fc.pre(LaunchSpecSchema.safeParse(spec).success)
        const plan = planLaunch(spec, host)
        const words = inShell(plan.dockerCommand.replace(/^chown .*$/m, ''), home)
        expect(meaningOf(words)).toEqual(meaning(plan.container))
      }),
      { numRuns: 60 },
    )
  })

  it('is given nothing unseen: no end of a paste, no other direction of writing', () => {
    fc.assert(
      fc.property(hostileText, (word) => {
        expect(shellQuote(word)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

describe('shell quoting', () => {
  it('gives back every word that holds no NUL', () => {
    fc.assert(
      fc.property(text, (word) => {
        expect(shellWords(shellQuote(word))).toEqual([word])
      }),
    )
  })
})

/** What the words of a `docker run` mean, in the terms of a container. */
function meaning(container: ContainerSpec) {
  return {
    name: container.name,
    user: container.user,
    workdir: container.workingDir,
    mounts: container.binds.map((bind) => ({ ...bind })),
    publish: container.ports.map((port) => `${port.hostIp}:${port.hostPort}:${port.containerPort}`),
    gpus: container.deviceRequests.filter(({ driver }) => driver === '').map(gpuWord),
    devices: container.deviceRequests
      .filter(({ driver }) => driver === 'cdi')
      .flatMap((each) => each.deviceIds),
    shm: String(container.shmBytes),
    memory: container.memoryBytes === null ? undefined : String(container.memoryBytes),
    cpus: container.nanoCpus === null ? undefined : String(container.nanoCpus / 1e9),
    restart: container.restart === 'no' ? undefined : container.restart,
    env: container.env,
    labels: Object.entries(container.labels)
      .filter(([key]) => !/\.(task|owner|spec)$/.test(key))
      .map(([key, value]) => `${key}=${value}`),
    argv: [...(container.entrypoint ?? []), container.image, ...(container.cmd ?? [])],
    init: container.init,
  }
}

function gpuWord({ count, deviceIds }: ContainerSpec['deviceRequests'][number]): string {
  if (deviceIds.length > 0) return `"device=${deviceIds.join(',')}"`
  return count === -1 ? 'all' : String(count)
}

function readBack(command: string) {
  const start = command.indexOf('docker run ')
  return meaningOf(shellWords(command.slice(start).split('\n# Then open')[0] ?? '').slice(1))
}

function meaningOf([run, ...words]: string[]) {
  expect(run).toBe('run')
  const options = new Map<string, string[]>()
  const take = (key: string, value: string) => options.set(key, [...(options.get(key) ?? []), value])
  let at = 0
  for (; words[at]?.startsWith('--'); at += 1) {
    const key = words[at] ?? ''
    if (key === '--detach' || key === '--init') take(key, '')
    else {
      at += 1
      take(key, words[at] ?? '')
    }
  }
  const all = (key: string) => options.get(key) ?? []
  const one = (key: string) => all(key)[0]
  return {
    name: one('--name'),
    user: one('--user'),
    workdir: one('--workdir'),
    mounts: all('--mount')
      .map(readMount)
      .filter(({ target }) => target !== '/run/berth/token'),
    publish: all('--publish'),
    gpus: all('--gpus'),
    devices: all('--device'),
    shm: one('--shm-size'),
    memory: one('--memory'),
    cpus: one('--cpus'),
    restart: one('--restart'),
    env: all('--env'),
    labels: all('--label'),
    argv: [one('--entrypoint'), ...words.slice(at)],
    init: options.has('--init'),
  }
}

/** Docker reads a mount with Go's CSV reader: quotes are doubled inside a quoted field. */
function readMount(csv: string) {
  const fields = [...csv.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/gs)]
    .map(([, field = '']) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field))
    .filter((field) => field !== '')
  const value = (key: string) =>
    fields.find((field) => field.startsWith(`${key}=`))?.slice(key.length + 1) ?? ''
  return { source: value('source'), target: value('target'), readOnly: fields.includes('readonly') }
}

/** The words of a POSIX shell command made of plain, single- and double-quoted parts and escaped characters. */
function shellWords(command: string): string[] {
  const words: string[] = []
  let word: string | null = null
  for (const [part, spelled] of command.matchAll(
    /"\$\(printf '((?:\\\d{3})+)'\)"|'[^']*'|"[^"]*"|\\[\s\S]|\s+|[^\s'"\\]+/g,
  )) {
    if (/^\s+$/.test(part)) {
      if (word !== null) words.push(word)
      word = null
    } else if (part === '\\\n') continue
    else if (spelled !== undefined) word = (word ?? '') + spelledOut(spelled)
    else if (part.startsWith("'") || part.startsWith('"')) word = (word ?? '') + part.slice(1, -1)
    else word = (word ?? '') + (part.startsWith('\\') ? part.slice(1) : part)
  }
  return word === null ? words : [...words, word]
}

const spelledOut = (octal: string) =>
  Buffer.from([...octal.matchAll(/\\(\d{3})/g)].map(([, digits = '']) => parseInt(digits, 8))).toString(
    'utf8',
  )
