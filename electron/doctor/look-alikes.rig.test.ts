// GPU failures that look alike to a person: in each the real engine gives its real error, and the doctor names that cause
// and no other. What may be mended on the rig is mended, and looked at again.
import { writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { onThe } from '../../e2e/rig/on-the-rig'
import { placeOf } from '../../e2e/rig/place'
import { openWard, problemsIn, type Ward } from './stage.test-support'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: the doctor on the rig: ${why}\n\n`)

describe.skipIf(why !== null)('GPU failures that look alike', () => {
  let rig: Rig
  const wards: Ward[] = []

  beforeAll(async () => {
    rig = await up({ name: 'doctor', scenario: 'a100x2', toolkit: true })
  })
  afterAll(async () => {
    await rig.down()
  })
  afterEach(async () => {
    for (const ward of wards.splice(0)) await ward.dispose()
    await rig.setScenario('a100x2')
  })

  async function ward(): Promise<Ward> {
    const opened = await openWard(rig)
    wards.push(opened)
    return opened
  }

  /** The engine's own words for a person who asks for all cards. */
  async function error(): Promise<string> {
    const { code, stderr } = await onThe(rig).docker('run', '--rm', '--gpus', 'all', rig.images.tiny, 'true')
    expect(code).not.toBe(0)
    return stderr
  }

  async function restarted(): Promise<void> {
    await rig.stopEngine('term')
    await rig.startEngine()
  }

  /** As on a workstation that never had it. */
  async function withoutToolkit(): Promise<void> {
    await rig.setToolkit('absent')
    await writeFile(placeOf('doctor').daemonConfig, '{}')
    await restarted()
  }

  const green = (one: Ward) => {
    expect(problemsIn([one.check('toolkit'), one.check('toolkit-configured')])).toEqual([])
    expect(one.check('engine-restarted')).toMatchObject({ state: 'fine', finding: 'engine-current' })
    expect(one.check('gpu-container')).toMatchObject({ finding: 'gpu-container-runs', params: { count: 2 } })
  }

  it('are none on a workstation in order', async () => {
    const one = await ward()
    expect(problemsIn(await one.examined())).toEqual([])
    green(one)
  })

  it.each([
    ['no-driver', /nvml error: driver not loaded/, 'driver: driver-not-loaded'],
    ['not-installed', /load library failed: libnvidia-ml/, 'driver: driver-missing'],
    ['mismatch', /driver\/library version mismatch/, 'driver-versions: versions-differ'],
  ] as const)('%s: the driver alone is named', async (scenario, said, problem) => {
    await rig.setScenario(scenario)
    expect(await error()).toMatch(said)
    const one = await ward()
    expect(problemsIn(await one.examined())).toEqual([problem])
    expect(one.check('toolkit')).toMatchObject({ state: 'not-applicable', finding: 'cause-elsewhere' })
    expect(one.check('gpu-container')).toMatchObject({ state: 'not-applicable', finding: 'cause-elsewhere' })
  })

  it('tells which versions differ after an upgrade', async () => {
    await rig.setScenario('mismatch')
    const found = (await (await ward()).examined()).find(({ id }) => id === 'driver-versions')
    expect(found).toMatchObject({ params: { kernel: '570.195.03', library: '580.95' } })
    expect(found?.evidence).toContain('NVML library version: 580.95')
    expect(found?.fixes.map(({ id, applies }) => [id, applies])).toEqual([
      ['reboot', 'no'],
      ['reload-driver', 'no'],
    ])
  })

  it('one card of two lost: named, and the others still serve', async () => {
    await rig.setScenario('gpu-lost')
    expect(problemsIn(await (await ward()).examined())).toEqual(['cards: card-lost'])
  })

  it('without the toolkit: that, with the engine’s own words, and how it is installed here', async () => {
    await withoutToolkit()
    expect(await error()).toMatch(/could not select device driver "" with capabilities: \[\[gpu\]\]/)
    const one = await ward()
    expect(problemsIn(await one.examined())).toEqual(['toolkit: toolkit-missing'])
    const { evidence, fixes } = one.check('toolkit')
    expect(evidence).toContain('could not select device driver')
    expect(fixes[0]?.commands.join('\n')).toMatch(
      /install --yes nvidia-container-toolkit\n.*nvidia-ctk runtime configure/,
    )
  })

  it('toolkit installed and unknown to the engine: registered and restarted on request, and green', async () => {
    await withoutToolkit()
    await rig.setToolkit('whole')
    expect(await error()).toMatch(/could not select device driver/)
    const one = await ward()
    expect(problemsIn(await one.examined())).toEqual(['toolkit-configured: toolkit-unconfigured'])
    const fix = one.check('toolkit-configured').fixes[0]
    expect(fix).toMatchObject({ id: 'configure-toolkit', applies: 'root' })
    // Agreed to other commands than it has: nothing is run.
    await expect(
      one.doctor.apply({ check: 'toolkit-configured', fix: 'configure-toolkit', commands: ['sudo true'] }),
    ).rejects.toMatchObject({ refusal: { code: 'Conflict' } })
    const { output, exitCode } = await one.mended('toolkit-configured', 'configure-toolkit')
    expect(output).toContain('$ systemctl restart docker')
    expect(exitCode).toBe(0)
    expect(one.check('toolkit-configured')).toMatchObject({ finding: 'runtime-registered' })
    green(one)
  })

  it('toolkit registered and the engine not restarted: restarted on request, and green', async () => {
    await withoutToolkit()
    await rig.setToolkit('whole')
    const one = await ward()
    const configure = ['nvidia-ctk', 'runtime', 'configure', '--runtime=docker']
    await one.machine.run(configure, { signal: AbortSignal.timeout(20_000), milliseconds: 20_000 })
    expect(await error()).toMatch(/could not select device driver/)
    expect(problemsIn(await one.examined())).toEqual(['engine-restarted: engine-not-restarted'])
    expect(one.check('engine-restarted').fixes.map(({ id, commands }) => [id, commands])).toEqual([
      ['restart-engine', ['sudo systemctl restart docker']],
    ])
    expect(await one.mended('engine-restarted', 'restart-engine')).toMatchObject({ exitCode: 0 })
    green(one)
  })

  it('toolkit removed and installed again under an engine that had it registered: the restart alone is named', async () => {
    await rig.setToolkit('absent')
    await restarted()
    await rig.setToolkit('whole')
    const one = await ward()
    expect(problemsIn(await one.examined())).toEqual(['engine-restarted: engine-not-restarted'])
  })

  it('leaves no container behind', async () => {
    const { stdout } = await onThe(rig).docker('ps', '--all', '--format', '{{.Names}}')
    expect(stdout).not.toContain('berth-doctor')
  })

  it('refuses a fix that it did not offer, and one that only a person may carry out', async () => {
    await rig.setScenario('mismatch')
    const one = await ward()
    await one.examined()
    await expect(
      one.doctor.apply({ check: 'driver-versions', fix: 'reboot', commands: ['sudo reboot'] }),
    ).rejects.toMatchObject({
      refusal: { code: 'NotFound' },
    })
    await expect(
      one.doctor.apply({ check: 'toolkit', fix: 'install-toolkit', commands: [] }),
    ).rejects.toMatchObject({
      refusal: { code: 'NotFound' },
    })
  })
})
