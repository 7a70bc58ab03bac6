import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseComputeApps, parseDetails } from '../../../shared/model/nvidia'
import { busyA100s, card, sampled } from './sample-scenarios'
import { readScenario } from './scenario'
import { openStandIn, sample, whyNoStandIn, type StandIn } from './stand-in-scene'

const why = await whyNoStandIn()
if (why !== null) console.warn(`SKIPPED: the stand-in nvidia-smi is not tested, ${why}`)

/** What changes while it runs, and what is asked of it beside the table. */
describe.skipIf(why !== null)('the stand-in nvidia-smi over time', () => {
  let standIn: StandIn
  beforeAll(async () => {
    standIn = await openStandIn()
  }, 120_000)
  afterAll(() => standIn.close())
  const given: StandIn['given'] = (scenario) => standIn.given(scenario)
  const asked: StandIn['asked'] = (...args) => standIn.asked(...args)

  it('repeats rows until it is ended, with one header, and sees a new scenario meanwhile', async () => {
    await given(await sampled('a100x2'))
    const child = spawn(standIn.program, ['--query-gpu=name', '--format=csv', '-lms', '40'], {
      env: standIn.environment,
    })
    let text = ''
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()))
    const until = async (done: () => boolean) => {
      await expect.poll(done, { timeout: 5_000, interval: 20 }).toBe(true)
    }
    await until(() => text.split('A100').length > 6)
    await given(await sampled('laptop'))
    await until(() => text.includes('RTX 4060'))
    child.kill('SIGTERM')
    expect(text.match(/^name$/gm)).toHaveLength(1)
  })

  it('charges a process of this host that asks for it, and forgets it when it ends', async () => {
    const scenario = await sampled('a100x2')
    await given(scenario)
    const env = {
      ...standIn.environment,
      PATH: process.env['PATH'],
      BERTH_SIM_VRAM_MIB: '5000',
      BERTH_SIM_GPU: '1',
    }
    const child = spawn('sleep', ['60'], { env })
    const apps = async () =>
      (await asked('--query-compute-apps=pid,used_memory,gpu_uuid', '--format=csv,noheader')).stdout
    const row = `${child.pid ?? 0}, 5000 MiB, ${card(scenario, 1).uuid}\n`
    await expect.poll(apps, { timeout: 5_000 }).toBe(row)
    const used = await asked('--query-gpu=memory.used', '--format=csv,noheader,nounits')
    expect(used.stdout).toBe('4\n5004\n')
    child.kill('SIGKILL')
    await expect.poll(apps, { timeout: 5_000 }).toBe('')
  })

  it('prints how eight H100 are connected as the sample has it', async () => {
    await given(await sampled('h100x8'))
    expect((await asked('topo', '-m')).stdout).toBe(await sample('h100x8-topo.txt'))
  })

  it('prints a matrix of one card for a laptop, and none where the driver fails', async () => {
    await given(await sampled('laptop'))
    expect((await asked('topo', '-m')).stdout).toMatch(/^GPU0\t X \tN\/A\tN\/A\t\tN\/A$/m)
    await given(await readScenario('no-driver'))
    expect(await asked('topo', '-m')).toMatchObject({ code: 9, stdout: await sample('fail-no-driver.txt') })
  })

  it('says that a hot card is slowed down, and its neighbour is not', async () => {
    await given(await sampled('hot'))
    const { stdout } = await asked('--query-gpu=clocks_event_reasons.active', '--format=csv,noheader')
    expect(stdout).toBe('0x0000000000000068\n0x0000000000000001\n')
  })

  it('names the MIG instance of a process in its XML, and the whole card in its list', async () => {
    const scenario = await sampled('mig')
    const gpu = card(scenario, 0)
    gpu.processes = [{ pid: 31877, type: 'C', memoryMiB: 5271, name: 'python', mig: gpu.migs[1]?.uuid ?? '' }]
    await given(scenario)
    const [details] = parseDetails((await asked('-q', '-x')).stdout)
    expect(details?.processes).toMatchObject([
      { pid: 31877, gpuInstance: 3, computeInstance: 0, usedMiB: 5271 },
    ])
    expect(details?.mig.map(({ memoryUsedMiB }) => memoryUsedMiB)).toEqual([19, 5284, 6])
    const query = '--query-compute-apps=timestamp,gpu_uuid,pid,used_gpu_memory,process_name'
    const { stdout } = await asked(query, '--format=csv,nounits')
    expect(parseComputeApps(stdout)).toEqual([
      { gpuUuid: gpu.uuid, pid: 31877, usedMiB: 5271, command: 'python' },
    ])
  })

  it('repeats the list of processes, and prints nothing while there are none', async () => {
    await given(await sampled('a100x2'))
    const args = ['--query-compute-apps=timestamp,pid', '--format=csv,nounits', '-lms', '30']
    const child = spawn(standIn.program, args, { env: standIn.environment })
    let text = ''
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()))
    await expect.poll(() => text, { timeout: 5_000, interval: 20 }).toBe('timestamp, pid\n')
    await given(await busyA100s())
    await expect
      .poll(() => text.split(', 911205').length, { timeout: 5_000, interval: 20 })
      .toBeGreaterThan(3)
    expect(text.match(/^timestamp/gm)).toHaveLength(1)
    child.kill('SIGTERM')
  })

  it('writes XML that names driver, cards and the simulation', async () => {
    await given(await busyA100s())
    const { stdout } = await asked('-q', '-x')
    expect(stdout).toContain('<driver_version>570.195.03</driver_version>')
    expect(stdout.match(/<gpu id="/g)).toHaveLength(2)
    expect(stdout).toContain('SIMULATED')
  })
})
