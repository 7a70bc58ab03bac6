import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createGpus, localCommands } from '.'
import { up, whyRigCannotRun, type Rig, type ScenarioName } from '../../e2e/rig'
import type { GpuState } from '../../shared/contract/gpus'
import type { GpuRoom } from '../services'

const why = await whyRigCannotRun()
if (why !== null)
  process.stderr.write(`\nSKIPPED: the rig's simulated NVIDIA host cannot run here: ${why}\n\n`)

describe.skipIf(why !== null)('on the simulated NVIDIA host', () => {
  let rig: Rig | null = null
  let room: GpuRoom | null = null

  beforeAll(async () => {
    // Scenarios are changed here: a rig of its own, so that nobody else's cards vanish.
    rig = await up({ name: 'gpuroom', scenario: 'a100x2' })
  })
  afterAll(async () => {
    await rig?.down()
  })
  afterEach(async () => {
    await room?.dispose()
  })

  function open(): GpuRoom {
    if (!rig) throw new Error('no rig')
    const env = { ...process.env, ...rig.env }
    room = createGpus({
      run: localCommands({ env }),
      log: () => undefined,
      now: () => Date.now(),
      patience: { lookAgain: 200, backOff: [200] },
    })
    return room
  }

  const scenario = async (name: ScenarioName): Promise<void> => {
    await rig?.setScenario(name)
  }

  async function seen(from: GpuRoom, fits: (state: GpuState) => boolean): Promise<GpuState> {
    for await (const state of from.watch(AbortSignal.timeout(30_000))) if (fits(state)) return state
    throw new Error(`never seen; the last state was ${JSON.stringify(from.state())}`)
  }

  const settled = (state: GpuState): boolean => state.is !== 'looking'

  it('shows two A100 with their figures, and says that they are simulated', async () => {
    await scenario('a100x2')
    const state = await seen(open(), settled)
    if (state.is !== 'live') throw new Error(JSON.stringify(state))
    expect(state).toMatchObject({ driver: '570.195.03', cuda: '12.8' })
    expect(state.simulated).toMatch(/\S/)
    expect(
      state.cards.map(({ index, name, memoryTotalMiB, health }) => [index, name, memoryTotalMiB, health]),
    ).toEqual([
      [0, 'NVIDIA A100-SXM4-80GB', 81920, 'ok'],
      [1, 'NVIDIA A100-SXM4-80GB', 81920, 'ok'],
    ])
    for (const card of state.cards) {
      expect(card.temperatureCelsius).toBeGreaterThan(0)
      expect(card.powerWatts).toBeGreaterThan(0)
      expect(card.utilisationPercent).not.toBeNull()
      expect(card.migEnabled).toBe(false)
      expect(card.computeCapability).toBe('8.0')
    }
  })

  it('shows eight H100', async () => {
    await scenario('h100x8')
    const state = await seen(open(), settled)
    expect(state.is === 'live' && new Set(state.cards.map(({ uuid }) => uuid)).size).toBe(8)
  })

  it('leaves empty what a laptop does not tell', async () => {
    await scenario('laptop')
    const state = await seen(open(), settled)
    expect(state.is === 'live' && state.cards).toMatchObject([
      { health: 'ok', fanPercent: null, migEnabled: null },
    ])
  })

  it('shows a card in MIG mode without a utilisation', async () => {
    await scenario('mig')
    const state = await seen(open(), settled)
    expect(state.is === 'live' && state.cards[0]).toMatchObject({
      migEnabled: true,
      utilisationPercent: null,
    })
  })

  it.each([
    ['none', { is: 'absent' }],
    ['no-driver', { is: 'failed', reason: 'no-driver', exitCode: 9 }],
    ['mismatch', { is: 'failed', reason: 'mismatch', exitCode: 18 }],
  ] as const)('has a face for %s, and recovers from it', async (name, face) => {
    await scenario(name)
    const gpus = open()
    expect(await seen(gpus, settled)).toMatchObject(face)
    await scenario('a100x2')
    expect((await seen(gpus, (state) => state.is === 'live')).is).toBe('live')
  })

  it('keeps the healthy cards beside a lost one', async () => {
    await scenario('gpu-lost')
    const state = await seen(open(), settled)
    if (state.is !== 'live') throw new Error(JSON.stringify(state))
    const health = state.cards.map((card) => card.health)
    expect(health).toContain('lost')
    expect(health).toContain('ok')
  })

  it('follows a change of cards under a running stream', async () => {
    await scenario('a100x2')
    const gpus = open()
    await seen(gpus, (state) => state.is === 'live' && state.cards.length === 2)
    await scenario('h100x8')
    await seen(gpus, (state) => state.is === 'live' && state.cards.length === 8)
    await scenario('mismatch')
    await seen(gpus, (state) => state.is === 'failed' && state.reason === 'mismatch')
    await scenario('laptop')
    await seen(gpus, (state) => state.is === 'live' && state.cards.length === 1)
  })

  it('waits for a slow tool', async () => {
    await scenario('slow')
    expect((await seen(open(), settled)).is).toBe('live')
  })

  it('gives a launch one fresh reading', async () => {
    await scenario('a100x2')
    expect(await open().sample()).toMatchObject({ is: 'live' })
  })
})
