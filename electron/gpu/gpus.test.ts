import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGpus, localCommands } from '.'
import type { GpuState } from '../../shared/contract/gpus'
import type { GpuRoom } from '../services'

/** Written by `printf`, hence the doubled percent sign. */
const header =
  'timestamp, index, uuid, pci.bus_id, driver_version, count, memory.total [MiB], memory.used [MiB], utilization.gpu [%%], name'
const help = [
  'timestamp',
  'index',
  'uuid',
  'pci.bus_id',
  'driver_version',
  'count',
  'memory.total',
  'memory.used',
]
  .concat('utilization.gpu', 'name')
  .map((name) => `"${name}"`)
  .join('\\n')

/** A row for `printf` in the scripts below; the stamp differs a little from card to card, as the real one's does. */
const row = (index: number, used = 100, count = 2): string =>
  `2026/10/05 10:12:44.12${index}, ${index}, GPU-0000000${index}-aaaa, 00000000:0${index}:00.0, 570.1, ${count}, 81920, ${used}, 5, NVIDIA A100`

let folder = ''
let rooms: GpuRoom[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-gpu-'))
  rooms = []
})

afterEach(async () => {
  await Promise.all(rooms.map((room) => room.dispose()))
  rmSync(folder, { recursive: true })
})

/** A stand-in `nvidia-smi` whose looping query is `query`; notes its process id on each start in `starts`. */
function fake(query: string, answers: { version?: string } = {}): void {
  const version = answers.version ?? 'DRIVER version : 570.1\\nCUDA Version : 12.8\\nSIMULATED : a test\\n'
  const script = [
    '#!/bin/sh',
    'case "$1" in',
    `--help-query-gpu) printf '${help}\\n' ;;`,
    `--version) echo version >> ${folder}/asked; printf '${version}' ;;`,
    `--query-gpu=*) echo $$ >> ${folder}/starts; ${query} ;;`,
    'esac',
  ].join('\n')
  writeFileSync(join(folder, 'nvidia-smi'), script)
  chmodSync(join(folder, 'nvidia-smi'), 0o755)
}

const loop = (...rows: string[]): string =>
  `printf '${header}\\n'; while :; do printf '${rows.join('\\n')}\\n'; sleep 0.05; done`

type Patience = NonNullable<Parameters<typeof createGpus>[0]['patience']>

function gpus(patience: Patience = {}): GpuRoom {
  const room = createGpus({
    run: localCommands({ program: join(folder, 'nvidia-smi') }),
    log: () => undefined,
    now: () => Date.now(),
    patience: { linger: 50, lookAgain: 50, backOff: [30], ...patience },
  })
  rooms.push(room)
  return room
}

/** The first state that fits, within 4 s. */
async function seen(room: GpuRoom, fits: (state: GpuState) => boolean): Promise<GpuState> {
  const enough = new AbortController()
  const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(4000)])
  for await (const state of room.watch(signal)) if (fits(state)) return state
  throw new Error(`never seen; the last state was ${JSON.stringify(room.state())}`)
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const starts = (): number[] =>
  existsSync(join(folder, 'starts'))
    ? readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n').map(Number)
    : []

/** The shell and its children: the fake's process group. A dead one counts until its new parent, init, has reaped it. */
function alive(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch {
    return false
  }
}

const isLive = (state: GpuState): boolean => state.is === 'live'

describe('live cards', () => {
  it('shows every card of a round at once, with the driver, CUDA and the words of a stand-in', async () => {
    fake(loop(row(0), row(1)))
    const state = await seen(gpus(), isLive)
    expect(state).toMatchObject({ driver: '570.1', cuda: '12.8', simulated: 'a test' })
    expect(state.is === 'live' && state.cards.map(({ uuid }) => uuid)).toEqual([
      'GPU-00000000-aaaa',
      'GPU-00000001-aaaa',
    ])
  })

  it('asks only for fields that the driver lists', async () => {
    fake(`echo "$1" > ${folder}/query; ${loop(row(0, 1, 1))}`)
    await seen(gpus(), isLive)
    const query = readFileSync(join(folder, 'query'), 'utf8')
    expect(query).toMatch(/^--query-gpu=timestamp,index,uuid/)
    expect(query).not.toContain('pstate')
  })

  it('leaves out a field that the tool lists and yet refuses', async () => {
    const refusal = 'echo "Field \\"count\\" is not a valid field to query."; exit 2'
    const short = header.replace('count, ', '')
    const shortRow = row(0).replace(' 2,', '')
    fake(
      `case "$1" in *count*) ${refusal};; *) printf '${short}\\n'; while :; do printf '${shortRow}\\n'; sleep 0.05; done;; esac`,
    )
    expect(await seen(gpus(), (state) => state.is !== 'looking')).toMatchObject({ is: 'live' })
  })

  it('waits for a slow first answer', async () => {
    fake(`sleep 0.6; ${loop(row(0, 1, 1))}`)
    const room = gpus({ nextRound: 300, firstRound: 4000 })
    expect((await seen(room, (state) => state.is !== 'looking')).is).toBe('live')
    expect(starts()).toHaveLength(1)
  })

  it('takes no garbage between the rows for a card', async () => {
    fake(loop('WARNING: infoROM is corrupted', row(0), '\\001\\377 , , ', row(1)))
    const state = await seen(gpus(), isLive)
    expect(state.is === 'live' && state.cards).toHaveLength(2)
  })

  it('keeps a lost card in its place beside the healthy ones', async () => {
    const lost =
      'Unable to determine the device handle for GPU1: 0000:01:00.0: GPU is lost.  Reboot the system'
    const healthy = `for i in 1 2 3; do printf '${row(0)}\\n${row(1)}\\n'; sleep 0.05; done`
    fake(
      `printf '${header}\\n'; ${healthy}; while :; do printf '${lost}\\n${row(0, 100, 1)}\\n'; sleep 0.05; done`,
    )
    const state = await seen(
      gpus(),
      (now) => now.is === 'live' && now.cards.some(({ health }) => health === 'lost'),
    )
    expect(state.is === 'live' && state.cards.map(({ uuid, name, health }) => [uuid, name, health])).toEqual([
      ['GPU-00000000-aaaa', 'NVIDIA A100', 'ok'],
      ['GPU-00000001-aaaa', 'NVIDIA A100', 'lost'],
    ])
  })

  it('asks for the versions again when the driver changes under the stream', async () => {
    const newer = [row(0), row(1)].map((text) => text.replace('570.1', '580.9')).join('\\n')
    fake(
      `if [ -e ${folder}/new ]; then ${loop(newer)}; else ${loop(row(0), row(1))
        .replace('while :;', 'for i in 1 2 3;')
        .replace(/$/, `; touch ${folder}/new; printf '${newer}\\n'; sleep 5`)}; fi`,
    )
    await seen(gpus(), (state) => state.is === 'live' && state.driver === '580.9')
    expect(readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')).toHaveLength(2)
  })
})

describe('failures', () => {
  it('is absent without nvidia-smi, looks again, and finds it when it is there', async () => {
    const room = gpus()
    expect(await seen(room, (state) => state.is !== 'looking')).toMatchObject({
      is: 'absent',
      reason: 'no-nvidia-smi',
    })
    const live = seen(room, isLive)
    fake(loop(row(0, 1, 1)))
    expect((await live).is).toBe('live')
  })

  it.each([
    ['No devices were found', 6, { is: 'absent', reason: 'no-devices' }],
    [
      'NVIDIA-SMI has failed because it could not communicate.',
      9,
      { is: 'failed', reason: 'no-driver', exitCode: 9 },
    ],
    ['Failed to initialize NVML: Driver/library version mismatch', 18, { is: 'failed', reason: 'mismatch' }],
    [
      'Unable to determine the device handle for GPU 0000:05:00.0: GPU is lost.',
      15,
      { is: 'failed', reason: 'lost' },
    ],
    ['Failed to initialize NVML: Unknown Error', 255, { is: 'failed', reason: 'unknown', exitCode: 255 }],
  ])('shows the face of %j', async (text, code, face) => {
    fake(`echo "${text}"; exit ${code}`, { version: '' })
    expect(await seen(gpus(), (state) => state.is !== 'looking')).toMatchObject({ ...face, raw: text })
  })

  it('starts a stream again that hangs, and says so until it answers', async () => {
    fake(
      `if [ -e ${folder}/hung ]; then ${loop(row(0, 1, 1))}; else touch ${folder}/hung; printf '${header}\\n${row(0, 1, 1)}\\n'; sleep 60; fi`,
    )
    const room = gpus({ nextRound: 200 })
    const states: string[] = []
    await seen(room, (state) => {
      states.push(state.is)
      return states.includes('failed') && state.is === 'live'
    })
    expect(states.filter((is, i) => is !== states[i - 1])).toEqual(['looking', 'live', 'failed', 'live'])
    const [hung = 0] = starts()
    await until('the one that hung is gone', () => !alive(hung))
  })

  it('stays live when the tool merely ends and can be started again', async () => {
    fake(`printf '${header}\\n${row(0, 1, 1)}\\n'; exit 0`)
    const room = gpus()
    const states = new Set<string>()
    await seen(room, (state) => {
      states.add(state.is)
      return starts().length >= 3
    })
    expect([...states]).toEqual(['looking', 'live'])
  })

  it('fails when the tool is removed under a running stream', async () => {
    fake(`printf '${header}\\n${row(0, 1, 1)}\\n'; rm ${folder}/nvidia-smi`)
    const room = gpus()
    await seen(room, isLive)
    expect(await seen(room, (state) => state.is !== 'live')).toMatchObject({
      is: 'absent',
      reason: 'no-nvidia-smi',
    })
  })
})

describe('lifetimes', () => {
  it('runs one process for many watchers, and none soon after the last has left', async () => {
    fake(loop(row(0, 1, 1)))
    const room = gpus()
    await Promise.all([seen(room, isLive), seen(room, isLive), seen(room, isLive)])
    const [pid = 0] = starts()
    await until('the stream stops', () => !alive(pid))
    expect(starts()).toHaveLength(1)
  })

  it('keeps the process for somebody who comes back at once', async () => {
    fake(loop(row(0, 1, 1)))
    const room = gpus({ linger: 2000 })
    await seen(room, isLive)
    const before = room.state()
    await seen(room, (state) => isLive(state) && state !== before)
    expect(starts()).toHaveLength(1)
  })

  it('never runs two at a time, even when one takes its time to end', async () => {
    const ending = `touch ${folder}/ending; sleep 0.3; rm ${folder}/lock; exit 0`
    const check = `[ -e ${folder}/lock ] && touch ${folder}/overlap; touch ${folder}/lock`
    fake(`${check}; trap '${ending}' TERM; ${loop(row(0, 1, 1))}`)
    const room = gpus({ linger: 1 })
    await seen(room, isLive)
    await until('the first one was told to end', () => existsSync(join(folder, 'ending')))
    await seen(room, (state) => isLive(state) && starts().length === 2)
    expect(existsSync(join(folder, 'overlap'))).toBe(false)
  })

  it('kills a process that ignores TERM, with its children', async () => {
    fake(`trap '' TERM; ${loop(row(0, 1, 1))}`)
    const room = gpus()
    await seen(room, isLive)
    const [pid = 0] = starts()
    expect(alive(pid)).toBe(true)
    await room.dispose()
    await until('the whole group is gone', () => !alive(pid))
  })

  it('starts nothing before somebody looks', async () => {
    fake(loop(row(0, 1, 1)))
    const room = gpus()
    expect(room.state()).toEqual({ is: 'looking' })
    await room.dispose()
    expect(starts()).toEqual([])
  })
})

describe('one fresh reading', () => {
  it('starts the tool, answers once and lets it go', async () => {
    fake(loop(row(0, 1, 1)))
    const room = gpus()
    expect((await room.sample()).is).toBe('live')
    const [pid = 0] = starts()
    await until('the stream stops', () => !alive(pid))
  })

  it('uses a reading that is only a moment old', async () => {
    fake(loop(row(0, 1, 1)))
    const room = gpus()
    const first = await room.sample()
    expect(await room.sample()).toBe(first)
  })

  it('answers absent and failed instead of throwing', async () => {
    expect((await gpus().sample()).is).toBe('absent')
    fake('echo "Failed to initialize NVML: Unknown Error"; exit 255', { version: '' })
    expect((await gpus().sample()).is).toBe('failed')
  })

  it('looks again at once instead of waiting for the next attempt', async () => {
    const room = gpus({ lookAgain: 60_000, linger: 60_000 })
    await seen(room, (state) => state.is === 'absent')
    fake(loop(row(0, 1, 1)))
    expect((await room.sample()).is).toBe('live')
  })

  it('gives up when its caller does', async () => {
    fake('sleep 60')
    await expect(gpus().sample(AbortSignal.timeout(100))).rejects.toThrow()
  })
})

describe('history', () => {
  it('keeps what was seen, by card', async () => {
    fake(loop(row(0, 700), row(1, 800)))
    const room = gpus()
    await seen(room, () => (room.history('minutes')['GPU-00000001-aaaa']?.at.length ?? 0) >= 3)
    const { at, memoryUsedMiB, utilisationPercent } = room.history('minutes')['GPU-00000001-aaaa'] ?? {
      at: [],
      memoryUsedMiB: [],
      utilisationPercent: [],
    }
    expect(new Set(memoryUsedMiB)).toEqual(new Set([800]))
    expect(utilisationPercent).toHaveLength(at.length)
    expect([...at].sort()).toEqual(at)
  })
})
