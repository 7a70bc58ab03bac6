import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsPath, judgePath, wantedPaths, type MountPlaces } from './index'
import { spec } from './example'

const here: MountPlaces = {
  ignoresCase: false,
  home: '/home/ada',
  otherHomes: ['/srv/people/grace'],
  sockets: ['/run/docker.sock', '/home/ada/.docker/desktop/docker.sock'],
  berth: ['/home/ada/.config/berth', '/srv/state/berth'],
}
const judged = (path: string, places: Partial<MountPlaces> = {}) => judgePath([path], { ...here, ...places })
const told = (path: string, places: Partial<MountPlaces> = {}) => {
  const judgement = judged(path, places)
  return judgement.is === 'free' ? 'free' : `${judgement.is} ${judgement.why}`
}

describe('a folder of this machine', () => {
  it.each([
    ['/run/docker.sock', 'refused engine-socket'],
    ['/run', 'refused engine-socket'],
    ['/run/', 'refused engine-socket'],
    ['/', 'refused engine-socket'],
    ['//', 'refused engine-socket'],
    ['/data/../../..', 'refused engine-socket'],
    ['/home/ada/.docker', 'refused engine-socket'],
    ['//./pipe/docker_engine', 'refused engine-socket'],
    ['\\\\.\\pipe\\docker_engine', 'refused engine-socket'],
    ['//?/C:/work', 'refused engine-socket'],
    ['/proc', 'refused kernel'],
    ['/proc/self/root/data', 'refused kernel'],
    ['/sys/fs/cgroup', 'refused kernel'],
    ['/dev/shm', 'refused kernel'],
    ['/home/ada/.config/berth', 'refused berth'],
    ['/home/ada/.config/berth/state/terminals', 'refused berth'],
  ])('%s is %s', (path, expected) => {
    expect(told(path)).toBe(expected)
  })

  const noSocket = { sockets: [] }
  it.each([
    ['/', 'asks system'],
    ['/home/ada', 'asks home'],
    ['/home/ada/', 'asks home'],
    ['/home/ada/x/..', 'asks home'],
    ['/home', 'asks homes'],
    ['/home/grace', 'asks homes'],
    ['/home/grace/shared', 'asks homes'],
    ['/root', 'asks homes'],
    ['/srv/people', 'asks homes'],
    ['/srv/people/grace/models', 'asks homes'],
    ['/home/ada/.ssh', 'asks secrets'],
    ['/home/ada/.ssh/id_ed25519', 'asks secrets'],
    ['/home/ada/.gnupg/', 'asks secrets'],
    ['/home/ada/.aws', 'asks secrets'],
    ['/home/ada/.kube/config', 'asks secrets'],
    ['/home/ada/.docker/config.json', 'asks secrets'],
    ['/home/ada/.config', 'asks secrets'],
    ['/home/ada/.cache', 'asks secrets'],
    ['/home/ada/.cache/huggingface', 'asks secrets'],
    ['/data/backup/.ssh', 'asks secrets'],
    ['/home/ada/.bashrc', 'asks settings'],
    ['/home/ada/.local/bin', 'asks settings'],
    ['/home/ada/bin', 'asks settings'],
    ['/srv/state', 'asks settings'],
    ['/var/lib/docker', 'asks engine-data'],
    ['/var/lib/docker/volumes/x', 'asks engine-data'],
    ['/var/lib', 'asks engine-data'],
    ['/etc', 'asks system'],
    ['/etc/../etc/./ssh/', 'asks system'],
    ['/usr/local/share', 'asks system'],
    ['/boot', 'asks system'],
    ['/var', 'asks engine-data'],
    ['/var/log', 'asks system'],
    ['/lib64', 'asks system'],
    ['/mnt/c', 'asks system'],
    ['/mnt/wsl', 'asks system'],
    ['/tmp', 'asks shared'],
    ['/var/tmp', 'asks shared'],
    ['/tmp/.X11-unix', 'asks shared'],
    ['/tmp/ssh-3YJd/agent.7', 'asks shared'],
    ['/run/user/1000', 'asks shared'],
  ])('%s is %s', (path, expected) => {
    expect(told(path, noSocket)).toBe(expected)
  })

  it.each([
    '/home/ada/vision',
    '/home/ada/.cache/huggingface/hub',
    '/home/ada/.cache/torch',
    '/home/ada/binaries',
    '/data',
    '/srv/state/models',
    '/mnt/disk',
    '/media/ada/usb',
    '/run/media/ada/usb',
    '/scratch/ada',
    '/opt/models',
    '/tmp/project',
    '/var/tmp/project',
    '/etcetera',
    '/procurement',
    '/srv/people2',
  ])('%s is free', (path) => {
    expect(told(path)).toBe('free')
  })

  it('of root is only its own where Berth runs as root', () => {
    expect(told('/root/vision', { home: '/root', sockets: [] })).toBe('free')
    expect(told('/root/.ssh', { home: '/root', sockets: [] })).toBe('asks secrets')
    expect(told('/home/ada/vision', { home: '/root', sockets: [] })).toBe('asks homes')
  })

  it('is no home because a service account has / for one', () => {
    expect(told('/data', { home: '/' })).toBe('free')
    expect(told('/etc', { home: '/', sockets: [] })).toBe('asks system')
  })

  it('is the same in other letters where the system says so', () => {
    const mac = { ignoresCase: true, home: '/Users/ada', sockets: [], otherHomes: [], berth: [] }
    expect(told('/ETC', mac)).toBe('asks system')
    expect(told('/users/ADA/.SSH', mac)).toBe('asks secrets')
    expect(told('/Users/ada/Library/Keychains', mac)).toBe('asks secrets')
    expect(told('/private/etc', mac)).toBe('asks system')
    expect(told('/private/var/folders/xy/T/project', mac)).toBe('free')
    expect(told('/private/var/folders', mac)).toBe('asks shared')
    expect(told('/ETC')).toBe('free')
  })

  it('may have a drive', () => {
    const windows = { ignoresCase: true, home: 'C:\\Users\\ada', sockets: [], otherHomes: [], berth: [] }
    expect(told('C:\\', windows)).toBe('asks system')
    expect(told('d:/', windows)).toBe('asks system')
    expect(told('C:\\work\\..\\..', windows)).toBe('asks system')
    expect(told('c:/windows/System32', windows)).toBe('asks system')
    expect(told('C:\\Users', windows)).toBe('asks homes')
    expect(told('C:\\Users\\grace\\x', windows)).toBe('asks homes')
    expect(told('C:\\USERS\\ada\\', windows)).toBe('asks home')
    expect(told('C:\\Users\\ada\\AppData\\Roaming', windows)).toBe('asks secrets')
    expect(told('C:\\Users\\ada\\work', windows)).toBe('free')
    expect(told('D:\\data', windows)).toBe('free')
  })
})

it('a folder of another machine is judged by its name: nobody knows whose home is whose there', () => {
  const far = { home: '', otherHomes: [], berth: [], sockets: ['/var/run/docker.sock'] }
  expect(told('/home/ada/vision', far)).toBe('free')
  expect(told('/home/ada', far)).toBe('asks homes')
  expect(told('/home/ada/.bashrc', far)).toBe('asks homes')
  expect(told('/home/ada/.ssh', far)).toBe('asks secrets')
  expect(told('/etc', far)).toBe('asks system')
  expect(told('/var/run', far)).toBe('refused engine-socket')
  expect(told('/data', far)).toBe('free')
})

it('of a name and of where it leads, the worse counts', () => {
  expect(judgePath(['/data/link', '/etc'], here)).toEqual({ is: 'asks', why: 'system' })
  expect(judgePath(['/proc/self/root/data', '/data'], here)).toEqual({ is: 'refused', why: 'kernel' })
  expect(judgePath(['/etc', '/run/docker.sock'], here).is).toBe('refused')
  expect(judgePath(['/data/link', '/scratch'], here)).toEqual({ is: 'free' })
})

describe('however a path is written', () => {
  const name = fc.constantFrom('a', '.b', '..c', 'etc', 'x y')
  /** The same place with detours: `//`, `/./`, and a name that is left again. */
  const detours = (path: string) =>
    fc
      .array(fc.constantFrom('/', '/./', '/x/../', '//.//', '/a/b/../../'), { minLength: 1, maxLength: 6 })
      .map((seams) => {
        const parts = path.split('/').filter((part) => part !== '')
        return (
          parts.map((part, at) => `${at === 0 ? '/' : (seams[at % seams.length] ?? '/')}${part}`).join('') +
          '/'
        )
      })

  it('it is judged as the plain one', () => {
    const known = fc.constantFrom(
      '/etc',
      '/home/ada',
      '/home/ada/.ssh',
      '/run/docker.sock',
      '/proc',
      '/data',
      '/tmp',
    )
    const pair = known.chain((path) => detours(path).map((written) => [path, written] as const))
    fc.assert(
      fc.property(pair, ([path, written]) => {
        expect(judged(written)).toEqual(judged(path))
      }),
    )
  })

  it('a folder above one that is not free is never free', () => {
    const inner = fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`)
    fc.assert(
      fc.property(inner, fc.nat(5), (path, up) => {
        const places = { ...here, sockets: [`${path}/engine.sock`], berth: [path] }
        const outer = `/${path
          .split('/')
          .slice(1, 1 + up)
          .join('/')}`
        fc.pre(holdsPath(outer, path))
        expect(judgePath([outer], places).is).toBe('refused')
        expect(judgePath([outer], { ...places, sockets: [] }).is).not.toBe('free')
      }),
    )
  })
})

it('every folder that a launch mounts is looked at once, for reading and for writing apart', () => {
  const mounts = [
    { source: '/data', target: '/a', readOnly: true },
    { source: '/data', target: '/b', readOnly: true },
    { source: '/data', target: '/c', readOnly: false },
  ]
  expect(wantedPaths(spec({ projectFolder: '/p', mounts }))).toEqual([
    { path: '/p', readOnly: false },
    { path: '/data', readOnly: true },
    { path: '/data', readOnly: false },
  ])
})
