import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../command'
import { fields } from './fields'
import { busyA100s, card, cooled, desktop, sampled } from './sample-scenarios'
import { readScenario } from './scenario'
import { openStandIn, sample, whyNoStandIn, type StandIn } from './stand-in-scene'

const why = await whyNoStandIn()
if (why !== null) console.warn(`SKIPPED: the stand-in nvidia-smi is not tested, ${why}`)

/** Against the layouts that the field's outputs have (samples/), without an engine. */
describe.skipIf(why !== null)('the stand-in nvidia-smi', () => {
  let standIn: StandIn
  beforeAll(async () => {
    standIn = await openStandIn()
  }, 120_000)
  afterAll(() => standIn.close())
  const given: StandIn['given'] = (scenario) => standIn.given(scenario)
  const asked: StandIn['asked'] = (...args) => standIn.asked(...args)

  it('prints the table of two busy A100 as the sample has it', async () => {
    await given(await busyA100s())
    expect(table(await asked())).toBe(undated(await sample('a100x2-processes.txt')))
  })

  it('prints eight H100 as the sample has them', async () => {
    const scenario = await sampled('h100x8')
    const fourth = card(scenario, 3)
    fourth.memory.baseMiB = 14
    fourth.processes = [{ pid: 77120, type: 'C', memoryMiB: 61204, name: 'python3' }]
    fourth.values = { 'utilization.gpu': '100', 'temperature.gpu': '58', 'power.draw': '612' }
    for (const [index, gpu] of scenario.gpus.entries())
      gpu.values = { 'power.draw': String([69, 70, 71, 612, 73, 74, 75, 76][index]), ...gpu.values }
    await given({
      ...scenario,
      gpus: scenario.gpus.map((gpu, index) => cooled(gpu, [31, 32, 33, 58, 31, 32, 33, 34][index] ?? 0)),
    })
    expect(table(await asked())).toBe(undated(await sample('h100x8.txt')))
    expect((await asked('-L')).stdout).toBe(await sample('h100x8-L.txt'))
  })

  it('prints MIG devices in table, list and CSV as the samples have them', async () => {
    const scenario = await sampled('mig')
    const gpu = card(scenario, 0)
    const device = gpu.migs[0]?.uuid
    gpu.processes = [
      {
        pid: 31877,
        type: 'C',
        memoryMiB: 5271,
        name: 'python',
        ...(device === undefined ? {} : { mig: device }),
      },
    ]
    gpu.values = { 'power.draw': '81', 'temperature.gpu': '36' }
    await given(scenario)
    expect(table(await asked())).toBe(undated(await sample('a100-mig.txt')))
    expect((await asked('-L')).stdout).toBe(await sample('a100-mig-L.txt'))
    expect(await csv(await sample('a100-mig.csv'))).toBe(await sample('a100-mig.csv'))
  })

  it('prints a laptop with all its [N/A] as the samples have it', async () => {
    await given(await sampled('laptop'))
    expect(table(await asked())).toBe(undated(await sample('laptop-rtx4060.txt')))
    expect(await csv(await sample('laptop-rtx4060.csv'))).toBe(await sample('laptop-rtx4060.csv'))
  })

  it('prints a desktop card whose screen is attached as the samples have it', async () => {
    await given(await desktop())
    expect(table(await asked())).toBe(undated(await sample('rtx4090-single.txt')))
    expect(await csv(await sample('rtx4090-single.csv'))).toBe(await sample('rtx4090-single.csv'))
  })

  it('names the kernel-mode driver apart from release 610 on', async () => {
    await given({ ...(await desktop()), driver: '610.57.04', cuda: '13.3' })
    const [banner, expected] = [table(await asked()), await sample('driver610-banner.txt')]
    expect(banner.split('\n').slice(0, 3)).toEqual(undated(expected).split('\n').slice(0, 3))
    expect((await asked('--version')).stdout).toMatch(/^KMD version +: 610\.57\.04$/m)
  })

  it('lists compute processes and leaves graphics out', async () => {
    await given(await busyA100s())
    const expected = await sample('a100x2-compute-apps.csv')
    const query = 'gpu_uuid,gpu_bus_id,pid,used_memory,name'
    expect((await asked(`--query-compute-apps=${query}`, '--format=csv')).stdout).toBe(expected)
  })

  it('gives bare numbers with nounits, and no header with noheader', async () => {
    await given(await busyA100s())
    const { stdout } = await asked(
      '--query-gpu=index,memory.used,power.draw',
      '--format=csv,noheader,nounits',
    )
    expect(stdout).toBe('0, 71304, 368\n1, 4121, 63\n')
  })

  it('keeps used, free and reserved memory equal to the total', async () => {
    await given(await sampled('a100x2'))
    const query = '--query-gpu=memory.total,memory.reserved,memory.used,memory.free'
    const { stdout } = await asked(query, '--format=csv,noheader,nounits')
    for (const line of stdout.trim().split('\n')) {
      const [total = 0, ...parts] = line.split(', ').map(Number)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
    }
  })

  it('refuses an unknown field by name', async () => {
    await given(await sampled('a100x2'))
    const { code, stdout } = await asked('--query-gpu=index,shoe.size', '--format=csv')
    expect(code).toBe(2)
    expect(stdout).toContain('Field "shoe.size" is not a valid field to query.')
  })

  it('answers every field that its help lists', async () => {
    await given(await sampled('a100x2'))
    const help = (await asked('--help-query-gpu')).stdout
    const names = [...help.matchAll(/^"([^"]+)"/gm)].map((match) => match[1])
    expect(names).toEqual(fields.map(({ name }) => name))
    expect((await asked(`--query-gpu=${names.join(',')}`, '--format=csv')).code).toBe(0)
  })

  it('chooses cards by index and by UUID without renumbering them', async () => {
    const scenario = await sampled('a100x2')
    await given(scenario)
    const query = ['--query-gpu=index,uuid', '--format=csv,noheader']
    const second = `1, ${card(scenario, 1).uuid}\n`
    expect((await asked('-i', '1', ...query)).stdout).toBe(second)
    expect((await asked('-i', card(scenario, 1).uuid, ...query)).stdout).toBe(second)
    expect((await asked('-i', '7', ...query)).stdout).toBe('No devices were found\n')
  })

  it('ends with the driver’s own text and exit code where the driver fails', async () => {
    await given(await readScenario('mismatch'))
    expect(await asked()).toMatchObject({ code: 18, stdout: await sample('fail-mismatch.txt') })
    await given(await readScenario('no-driver'))
    expect(await asked('-L')).toMatchObject({ code: 9, stdout: await sample('fail-no-driver.txt') })
  })

  it('tells of a lost card and goes on with the others', async () => {
    await given(await readScenario('gpu-lost'))
    const { code, stdout } = await asked('--query-gpu=index,name', '--format=csv,noheader')
    expect(stdout).toMatch(
      /^0, NVIDIA A100-SXM4-80GB\nUnable to determine the device handle for GPU1: .*GPU is lost\./,
    )
    expect(code).toBe(15)
  })

  it('says in its version and under its table that it is simulated', async () => {
    await given(await sampled('a100x2'))
    for (const args of [['--version'], []])
      expect((await asked(...args)).stdout).toMatch(
        /^SIMULATED *: Berth rig, scenario a-test \(no real GPU\)$/m,
      )
  })

  async function csv(expected: string): Promise<string> {
    const header = expected.split('\n')[0] ?? ''
    return (
      await asked(`--query-gpu=${header.replace(/ \[[^\]]*\]/g, '').replaceAll(' ', '')}`, '--format=csv')
    ).stdout
  }
})

/** Without the date above and the line about the simulation below. */
function table({ stdout }: Outcome): string {
  expect(stdout).toMatch(/SIMULATED: .*\n$/)
  return undated(stdout.replace(/SIMULATED: .*\n$/, ''))
}

function undated(text: string): string {
  expect(text).toMatch(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} {7}\n/)
  return text.slice(text.indexOf('\n') + 1)
}
