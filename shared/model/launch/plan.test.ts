import { describe, expect, it } from 'vitest'
import { labels } from '../labels'
import { codes, GiB, host, plain, planned, seen, spec, stepIds } from './example'
import { nameOfFolder, withAccount, type JudgedPath } from './index'

describe('the name of an environment', () => {
  it.each([
    ['/home/ada/vision', 'vision'],
    ['/data/My project!/', 'My-project'],
    ['/data/视觉', 'berth'],
    ['/data/x', 'berth-x'],
    ['/', 'berth'],
    ['C:\\work\\nets', 'nets'],
    [`/data/${'a'.repeat(200)}`, 'a'.repeat(56)],
  ])('of %s is %s', (folder, name) => {
    expect(nameOfFolder(folder)).toBe(name)
  })

  it('is made unique when it comes from the folder', () => {
    expect(planned({}, { takenNames: ['vision', 'vision-2'] }).name).toBe('vision-3')
  })

  it('is refused, not changed, when the user typed it', () => {
    const plan = planned({ name: 'mine' }, { takenNames: ['mine'] })
    expect(plan.name).toBe('mine')
    expect(codes(plan)).toEqual(['NameTaken'])
  })
})

describe('the steps', () => {
  it('leave out the pull when the image is here', () => {
    expect(stepIds(planned({}))).toEqual(['check', 'create', 'start', 'wait', 'open'])
  })

  it('begin with the pull when it is not', () => {
    expect(stepIds(planned({}, { image: { is: 'absent' } }))).toEqual([
      'check',
      'pull',
      'create',
      'start',
      'wait',
      'open',
    ])
  })

  it('have an installation when the image is known to lack JupyterLab', () => {
    expect(stepIds(planned({ withoutJupyter: 'install' }, { image: plain() }))).toContain('derive')
    expect(stepIds(planned({}, { image: { is: 'absent' }, expectsJupyter: false }))).toContain('derive')
  })

  it('end with the start when a terminal is all that is wanted', () => {
    const plan = planned({ withoutJupyter: 'terminal-only' }, { image: plain() })
    expect(stepIds(plan)).toEqual(['check', 'create', 'start'])
    expect(plan.container.ports).toEqual([])
    expect(plan.container.labels[labels.jupyter]).toBe('false')
    expect(plan.container.labels[labels.user]).toBe('ada')
  })

  it('use a kept derived image without asking again', () => {
    const plan = planned({ withoutJupyter: 'ask' }, { image: plain('berth-derived/lab:jupyter1-2') })
    expect(stepIds(plan)).not.toContain('derive')
    expect(plan.container.image).toBe('berth-derived/lab:jupyter1-2')
  })
})

describe('the user', () => {
  const rootProcess = { uid: 0, gid: 0, groups: [0], userName: 'root' }
  const folder = { is: 'folder' as const, mode: 0o755, readOnlyFileSystem: false }

  it('is whoever runs Berth', () => {
    expect(planned({}).container.user).toBe('1000:1000')
    expect(planned({}).container.cmd).not.toContain('--allow-root')
  })

  it("is the folder's owner where Berth is root and the folder is not", () => {
    const plan = planned({}, { process: rootProcess, folder: { ...folder, ownerUid: 1234, ownerGid: 99 } })
    expect(plan.container.user).toBe('1234:99')
    expect(plan.user).toEqual({ uid: 1234, gid: 99 })
  })

  it('is the container root on a rootless engine, which is the user outside', () => {
    const plan = planned({}, { engine: { ...host().engine, rootless: true } })
    expect(plan.container.user).toBe('0:0')
    expect(plan.user).toEqual({ uid: 1000, gid: 1000 })
    expect(plan.container.cmd).toContain('--allow-root')
    expect(plan.steps.find(({ id }) => id === 'create')?.params).toMatchObject({ uid: 1000, containerUid: 0 })
  })

  it("takes the folder's group where only the group may write", () => {
    const shared = { ...folder, mode: 0o2775, ownerUid: 1, ownerGid: 500 }
    const inGroup = { ...host().process, groups: [1000, 500] }
    const plan = planned({}, { folder: shared, process: inGroup })
    expect(plan.container.user).toBe('1000:500')
    expect(codes(plan)).toEqual([])
  })

  it.each([
    ['another owner', { ownerUid: 1, ownerGid: 1, mode: 0o755 }],
    ['no write bit for the owner', { ownerUid: 1000, ownerGid: 1000, mode: 0o555 }],
    ['a read-only file system', { ownerUid: 1000, ownerGid: 1000, mode: 0o755, readOnlyFileSystem: true }],
  ])('may not write: %s', (_, facts) => {
    expect(codes(planned({}, { folder: { ...folder, ...facts } }))).toEqual(['FolderNotWritable'])
  })

  it('gets an account of its own, under a name nobody has', () => {
    const passwd = 'root:x:0:0:root:/root:/bin/sh\nada:x:7:7::/:/bin/sh\n'
    const line = 'ada:x:1000:1000:Berth:/home/berth:/bin/bash'
    expect(withAccount(passwd, 1000, line)).toBe(`${passwd}ada-1000${line.slice(3)}\n`)
    expect(withAccount(passwd, 7, line)).toBe(passwd)
    expect(withAccount('', 1000, line)).toBe(`${line}\n`)
  })
})

describe('shared memory', () => {
  it.each([
    ['a quarter of memory', { total: 64, free: 50, limit: null, expected: 16 }],
    ['at least 1 GiB', { total: 2, free: 2, limit: null, expected: 1 }],
    ['at most what is free', { total: 64, free: 3, limit: null, expected: 3 }],
    ['at most the limit', { total: 64, free: 50, limit: 4, expected: 4 }],
  ])('is %s', (_, { total, free, limit, expected }) => {
    const facts = { memoryBytes: total * GiB, freeMemoryBytes: free * GiB }
    expect(planned({ memoryBytes: limit === null ? null : limit * GiB }, facts).shmBytes).toBe(expected * GiB)
  })

  it('is what the user says, where there is that much', () => {
    expect(planned({ shmBytes: GiB }).container.shmBytes).toBe(GiB)
    expect(codes(planned({ shmBytes: 65 * GiB }))).toEqual(['InvalidInput'])
  })
})

describe('folders, mounts and variables', () => {
  it('refuses a folder that is gone, but makes its own', () => {
    expect(codes(planned({}, { folder: { is: 'missing', made: false } }))).toEqual(['FolderMissing'])
    expect(codes(planned({}, { folder: { is: 'missing', made: true } }))).toEqual([])
  })

  const mount = (source: string, target: string) => ({ source, target, readOnly: true })
  it.each<[string, ReturnType<typeof mount>, Partial<JudgedPath>]>([
    ['a source that is gone', mount('/gone', '/data'), { exists: false }],
    [
      "the engine's socket",
      mount('/run/docker.sock', '/s'),
      { judgement: { is: 'refused', why: 'engine-socket' } },
    ],
    ['a target over the project', mount('/data', '/workspace/'), {}],
    ['a target over the token', mount('/data', '/run/berth/x'), {}],
    ['a target that would catch the token', mount('/data', '/run'), {}],
    ['the same by its other name', mount('/data', '/var/run/'), {}],
    ['a target over the accounts', mount('/data', '/etc/passwd'), {}],
    ['a home nobody can write to', mount('/data', '/home'), {}],
    ['a target that climbs', mount('/data', '/a/../etc'), {}],
  ])('refuses %s', (_, wanted, facts) => {
    const [project, ...mounts] = seen(spec({ mounts: [wanted] }))
    const paths = [...(project ? [project] : []), ...mounts.map((each) => ({ ...each, ...facts }))]
    const plan = planned({ mounts: [wanted] }, { paths })
    expect(codes(plan)).toEqual(['MountRefused'])
  })

  it('mounts what the paths were found to lead to, and nothing that nobody looked at', () => {
    const mounts = [{ source: '/link', target: '/data', readOnly: true }]
    const led = seen(spec({ mounts })).map((each) => ({ ...each, real: `/real${each.path}` }))
    const { container, dockerCommand } = planned({ mounts }, { paths: led })
    expect(container.binds.map(({ source }) => source)).toEqual(['/real/home/ada/vision', '/real/link'])
    expect(dockerCommand).toContain('source=/real/link,')
    const [, of] = led
    // Judged for reading only: the same folder for writing was not.
    const writing = [{ source: '/link', target: '/data', readOnly: false }]
    expect(codes(planned({ mounts: writing }, { paths: of ? [of] : [] }))).toEqual([
      'MountRefused',
      'MountRefused',
    ])
  })

  it('refuses what a person must agree to first, with what it is', () => {
    const paths = seen(spec(), { real: '/etc', judgement: { is: 'asks', why: 'system' } })
    const [problem] = planned({}, { paths }).problems
    expect(problem).toMatchObject({
      code: 'MountRefused',
      params: { reason: 'asks', risk: 'system', real: '/etc', path: '/home/ada/vision' },
    })
  })

  it('lets a folder of the host be the home, and then makes none', () => {
    const mounts = [{ source: '/data/home', target: '/home/berth/', readOnly: false }]
    const plan = planned({ mounts })
    expect(codes(plan)).toEqual([])
    expect(plan.dockerCommand).not.toContain('--tmpfs')
  })

  it('refuses variables that would break the launch, and never passes them on', () => {
    const plan = planned({ env: [{ name: 'JUPYTER_TOKEN', value: 'mine' }] })
    expect(codes(plan)).toEqual(['InvalidInput'])
    expect(plan.container.env).toContain('JUPYTER_TOKEN=')
    expect(plan.container.env.join()).not.toContain('mine')
  })

  it('refuses a secret whose name shells keep for themselves, and takes it as a plain variable', () => {
    expect(codes(planned({ env: [{ name: 'UID', value: '1000', secret: true }] }))).toEqual(['InvalidInput'])
    expect(codes(planned({ env: [{ name: 'EUID', value: '', saved: 'EUID' }] }))).toEqual(['InvalidInput'])
    const plain = planned({ env: [{ name: 'UID', value: '1000' }] })
    expect(codes(plain)).toEqual([])
    expect(plain.container.env).toContain('UID=1000')
  })

  it('refuses more CPUs than there are', () => {
    expect(codes(planned({ cpus: 17 }))).toEqual(['InvalidInput'])
  })
})
