import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placementOf } from './placement'
import { kernelIdIn, parseArguments, parseBootTime, parseStat, parseUid } from './proc-text'
import { nameIn } from './users'

const id = '0123456789abcdef'.repeat(4)
const other = 'fedcba9876543210'.repeat(4)

describe('the place of a process', () => {
  it.each([
    `/docker/${id}`,
    `/system.slice/docker-${id}.scope`,
    `/system.slice/docker-${id}.scope/init`,
    `/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`,
    `/machine.slice/libpod-${id}.scope`,
    `/machine.slice/libpod-${id}.scope/container`,
    `/libpod_parent/libpod-${id}`,
    `/kubepods/burstable/pod8f1d1d3e-4c5b-4f0e-9b7e-111122223333/${id}`,
    `/kubepods.slice/kubepods-pod8f1d_3e.slice/cri-containerd-${id}.scope`,
    `/kubepods.slice/kubepods-pod8f1d_3e.slice/crio-${id}.scope`,
    `/system.slice/containerd.service/kubepods-besteffort-pod8f1d.slice:cri-containerd:${id}`,
    `/user.slice/user-1000.slice/nerdctl-${id}.scope`,
    `/default/${id}`,
    `/custom.parent/${id}`,
    `/../docker-${id}.scope`,
  ])('is a container by %s', (path) => {
    const place = { is: 'container', ids: [id], path }
    expect(placementOf(`0::${path}\n`)).toEqual(place)
    expect(placementOf(`12:pids:${path}\n11:cpu,cpuacct:${path}\n1:name=systemd:${path}\n0::/\n`)).toEqual(
      place,
    )
  })

  it('is the innermost container that any controller knows', () => {
    const text = `5:devices:/docker/${other}\n4:memory:/docker/${other}/docker/${id}\n0::/docker/${other}\n`
    expect(placementOf(text)).toMatchObject({ ids: [other, id] })
  })

  it.each([
    `/machine.slice/libpod-conmon-${id}.scope`,
    '/user.slice/user-1000.slice/session-2.scope',
    '/system.slice/docker.service',
    '/docker',
    `/docker/${id.slice(1)}`,
    `/docker/${id}0`,
    '/process/ca58f98eb360469bdb5bbafe78041b24',
    '/machine.slice/machine-qemu\\x2d1\\x2dwin.scope',
    '/',
  ])('is no container by %s', (path) => {
    expect(placementOf(`0::${path}\n`)).toEqual({ is: 'none', path })
  })

  it.each([
    '/lxc.payload.web/user.slice',
    '/kubepods.slice/kubepods-burstable.slice',
    '/docker/buildkit/xk2tz0s8f9qz0u7n0w3b6c1a5',
    '/machine.slice/systemd-nspawn@deb.service/payload',
    '/machine.slice/machine-deb.scope',
  ])('is a container of another kind by %s', (path) => {
    expect(placementOf(`0::${path}\n`)).toEqual({ is: 'foreign', path })
  })

  it('is above our own namespace where the path says so', () => {
    expect(placementOf('0::/../../user.slice\n')).toEqual({ is: 'above', path: '/../../user.slice' })
  })
})

describe('the files of a process', () => {
  const rest = 'S 22044 22064 22064 0 -1 4194560 1115 0 0 0 2 0 0 0 20 0 3 0 1270251 1044480'

  it.each(['python3', 'a) S 1 (b', 'x y', ')', '', 'line\nfeed'])(
    'reads a stat of a program called %j',
    (name) => {
      expect(parseStat(`12 (${name}) ${rest}\n`)).toEqual({
        ...{
          name,
          state: 'S',
          parent: 22044,
          session: 22064,
          kernelThread: false,
          threads: 3,
          startTicks: 1270251,
        },
      })
    },
  )

  it('knows a thread of the kernel', () => {
    expect(parseStat('2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 1 0')?.kernelThread).toBe(
      true,
    )
  })

  it.each([
    ['-f', '/root/.local/share/jupyter/runtime/kernel-E25F82AA-4b41-4fb3-be9a-08d6da510b4e.json'],
    ['--connection-file=/run/kernel-e25f82aa-4b41-4fb3-be9a-08d6da510b4e.json'],
    ['kernel-e25f82aa-4b41-4fb3-be9a-08d6da510b4e.json'],
  ])('finds a kernel in %j', (...args) => {
    expect(kernelIdIn(['python', ...args])).toBe('e25f82aa-4b41-4fb3-be9a-08d6da510b4e')
  })

  it.each([
    '/x/mykernel-e25f82aa-4b41.json',
    '/x/kernel-.json',
    '/x/kernel-e25f82aa-4b41.json.bak',
    'kernel.json',
  ])('finds none in %j', (argument) => expect(kernelIdIn(['cat', argument])).toBeNull())

  it('reads a name from passwd, whole fields only', () => {
    const passwd = 'root:x:0:0::/root:\nada:x:1000:100::/home/ada:\n:x:7:7::/:\n'
    expect([0, 1000, 100, 7].map((uid) => nameIn(passwd, uid))).toEqual(['root', 'ada', null, null])
  })

  it('never throws, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `1 (x) ${text}`),
        ),
        (text) => {
          placementOf(text)
          placementOf(`0::/${text}`)
          parseStat(text)
          parseUid(text)
          parseBootTime(text)
          kernelIdIn(parseArguments(text))
          nameIn(text, 0)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('never finds an id that is not in the text', () => {
    const segment = fc.oneof(
      fc.constantFrom('docker', 'kubepods', '..', 'libpod-', 'conmon', '.scope', ':', '-'),
      fc.string({ unit: fc.constantFrom('0', '7', '9', 'a', 'c', 'f'), minLength: 60, maxLength: 66 }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(segment, { maxLength: 3 })), (path) => {
        const text = `0::/${path.map((parts) => parts.join('')).join('/')}`
        const place = placementOf(text)
        if (place.is === 'container') for (const each of place.ids) expect(text).toContain(each)
      }),
    )
  })
})
