import { describe, expect, it } from 'vitest'
import type { UrlAnswer } from '../ask'
import { engineUp, now, outcomesOf } from '../machine.test-support'
import type { Recorded, RecordedEngine } from '../machine.test-support'

const GiB = 2 ** 30

describe('disk', () => {
  const diskOf = async (root: number, home: number) => {
    const space = (bytes: number) => ({ freeBytes: bytes * GiB, totalBytes: 500 * GiB })
    const machine = {
      files: { '/home/ada/x': '' },
      space: { '/var/lib/docker': space(root), '/home/ada': space(home) },
    }
    return (await outcomesOf(['disk'], machine)).disk
  }

  it('speaks of the tighter of data root and project', async () => {
    expect(await diskOf(300, 200)).toMatchObject({
      state: 'fine',
      params: { path: '/home/ada', freeGiB: 200 },
    })
    expect(await diskOf(20, 200)).toMatchObject({
      state: 'advice',
      finding: 'disk-low',
      params: { path: '/var/lib/docker' },
    })
    expect(await diskOf(300, 1.25)).toMatchObject({
      state: 'problem',
      finding: 'disk-full',
      params: { freeGiB: 1.3 },
    })
  })
})

describe('registries', () => {
  const url = 'https://quay.io/v2/'
  const asked = async (answer: UrlAnswer) => {
    const outcomes = await outcomesOf(
      ['registry', 'clock'],
      { urls: { [url]: answer } },
      {},
      { registries: () => ['quay.io'] },
    )
    return { registry: outcomes.registry, clock: outcomes.clock }
  }
  const failed = (code: string, proxy = ''): UrlAnswer => ({ is: 'failed', code, why: code, proxy })
  const answered = (status: number, skew = 0, proxy = ''): UrlAnswer => ({
    is: 'answered',
    status,
    date: now + skew,
    proxy,
  })

  it.each<[string, UrlAnswer, string, string]>([
    ['asks for a login: it is there', answered(401), 'fine', 'registries-answer'],
    ['no network', failed('ENOTFOUND'), 'advice', 'registry-unreachable'],
    ['a certificate of a company’s own', failed('SELF_SIGNED_CERT_IN_CHAIN'), 'advice', 'registry-untrusted'],
    ['a proxy that refuses', answered(403, 0, 'proxy:3128'), 'advice', 'registry-proxy'],
    ['a proxy that is not there', failed('ECONNREFUSED', 'proxy:3128'), 'advice', 'registry-proxy'],
  ])('%s', async (_, answer, state, finding) => {
    expect((await asked(answer)).registry).toMatchObject({ state, finding })
  })

  it('tell the time', async () => {
    expect((await asked(answered(200, 3_000))).clock).toMatchObject({ state: 'fine', params: { seconds: 3 } })
    expect((await asked(answered(200, -600_000))).clock).toMatchObject({
      state: 'problem',
      finding: 'clock-wrong',
      params: { seconds: 600, host: 'quay.io' },
    })
    expect((await asked(failed('ENOTFOUND'))).clock).toMatchObject({
      state: 'unknown',
      finding: 'clock-unknown',
    })
  })

  it('an engine on another machine tells the time as well', async () => {
    const engine: RecordedEngine = {
      state: engineUp({ local: false, address: 'tcp://far:2376' }),
      info: { systemTime: '2026-11-27T13:00:00.123456789Z' },
    }
    expect((await outcomesOf(['clock'], {}, engine)).clock).toMatchObject({
      finding: 'clock-wrong',
      params: { seconds: 3600 },
    })
  })
})

describe('limits of the kernel', () => {
  const folder = '/proc/sys/fs/inotify'
  const watches = async (most: string, instances: string) =>
    (
      await outcomesOf(['inotify'], {
        files: { [`${folder}/max_user_watches`]: most, [`${folder}/max_user_instances`]: instances },
      })
    ).inotify
  const mounts = { '/proc/self/mounts': 'tmpfs /dev/shm tmpfs rw,nosuid,nodev 0 0\n' }
  const shm = async (machine: Recorded) => (await outcomesOf(['shm'], machine)).shm.finding

  it('file watches', async () => {
    expect(await watches('8192\n', '128\n')).toMatchObject({
      state: 'advice',
      params: { watches: 8192, instances: 128 },
    })
    expect((await watches('524288\n', '1024\n')).finding).toBe('inotify-enough')
    // Seen on a machine with an H200: raising both would have lowered the first.
    expect(await watches('1030000\n', '128\n')).toMatchObject({
      finding: 'inotify-few-instances',
      fixes: [{ id: 'raise-inotify-instances' }],
    })
    expect((await watches('8192\n', '1024\n')).fixes).toEqual([{ id: 'raise-inotify-watches' }])
    expect((await outcomesOf(['inotify'], { platform: 'darwin' })).inotify.finding).toBe('not-linux')
  })

  it('shared memory', async () => {
    const of = (bytes: number) => ({
      files: mounts,
      space: { '/dev/shm': { freeBytes: bytes, totalBytes: bytes } },
    })
    expect(await shm(of(32 * GiB))).toBe('shm-roomy')
    expect(await shm(of(64 * 2 ** 20))).toBe('shm-small')
    expect(await shm({ files: { '/proc/self/mounts': 'proc /proc proc rw 0 0\n' } })).toBe('shm-absent')
  })
})

describe('WSL', () => {
  const kernel = (text: string) => ({ '/proc/sys/kernel/osrelease': text })
  const second = kernel('6.6.87.2-microsoft-standard-WSL2\n')
  it.each<[string, Record<string, string>, string]>([
    ['none', kernel('6.8.0-45-generic\n'), 'wsl-none'],
    ['1', kernel('4.4.0-19041-Microsoft\n'), 'wsl-one'],
    ['2 without a GPU', second, 'wsl-no-gpu'],
    ['2 with a GPU', { ...second, '/dev/dxg': '' }, 'wsl-ready'],
    [
      '2 with a Linux driver',
      { ...second, '/dev/dxg': '', '/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.570.195.03': '' },
      'wsl-linux-driver',
    ],
  ])('%s', async (_, files, finding) => {
    expect((await outcomesOf(['wsl'], { files })).wsl.finding).toBe(finding)
  })
})
