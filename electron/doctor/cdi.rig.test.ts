// An engine with CDI and only the base part of the toolkit: what is missing is named one after the other, and mended.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { up, whyNoNewerEngine, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { openStage, refusalOf, type Stage } from '../engine/stage'
import { openWard, problemsIn, type Ward } from './stage.test-support'

const why = (await whyRigCannotRun()) ?? (await whyNoNewerEngine())
if (why !== null) process.stderr.write(`\nSKIPPED: the doctor and CDI on the rig: ${why}\n\n`)

describe.skipIf(why !== null)('cards through CDI', () => {
  let rig: Rig
  let stage: Stage
  let ward: Ward

  beforeAll(async () => {
    rig = await up({ name: 'doctor-cdi', scenario: 'a100x2', toolkit: false, engine: 'newer' })
    await rig.setToolkit('base')
    stage = openStage('doctor-cdi', rig)
    ward = await openWard(rig)
  })
  afterAll(async () => {
    await ward.dispose()
    await stage.clear()
    await stage.engine.dispose()
    await rig.down()
  })

  /** The engine's own words for a container that asks for all cards by their CDI names. */
  async function refused(): Promise<string> {
    const deviceRequests = [{ driver: 'cdi', count: 0, deviceIds: ['nvidia.com/gpu=all'], capabilities: [] }]
    return (await refusalOf(stage.running({ deviceRequests }))).raw
  }

  it('switched off in the engine, then not generated, then in order: each named alone, and mended on request', async () => {
    expect(await refused()).toMatch(/could not select device driver "cdi"/)
    expect(problemsIn(await ward.examined())).toEqual(['cdi: cdi-off'])
    expect(await ward.mended('cdi', 'enable-cdi')).toMatchObject({ exitCode: 0 })

    await expect.poll(() => stage.engine.state().is, { timeout: 15_000 }).toBe('up')
    expect(await refused()).toMatch(/unresolvable CDI devices nvidia.com\/gpu=all/)
    expect(problemsIn(await ward.examined())).toEqual(['cdi: cdi-missing'])
    expect(ward.check('toolkit')).toMatchObject({ state: 'fine', finding: 'toolkit-cdi-only' })
    expect(ward.check('cdi').fixes.map(({ commands }) => commands)).toEqual([
      ['sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml'],
    ])

    expect(await ward.mended('cdi', 'generate-cdi')).toMatchObject({ exitCode: 0 })
    expect(problemsIn(await ward.examined())).toEqual([])
    expect(ward.check('cdi')).toMatchObject({ finding: 'cdi-matches', params: { count: 3 } })
    expect(ward.check('gpu-container')).toMatchObject({ finding: 'gpu-container-runs', params: { count: 2 } })
  })

  it('of other cards than those in the machine: to be generated again', async () => {
    await rig.setScenario('h100x8')
    expect(problemsIn(await ward.examined())).toEqual(['cdi: cdi-cards-differ'])
    expect(await ward.mended('cdi', 'generate-cdi')).toMatchObject({ exitCode: 0 })
    expect(problemsIn(await ward.examined())).toEqual([])
    expect(ward.check('gpu-container')).toMatchObject({ params: { count: 8 } })
  })
})
