// On the rig's real engine with its simulated driver: every holder under its own name, soon after it starts and soon gone.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import type { GpuProcess, GpuUse } from '../../shared/contract/processes'
import { labels } from '../../shared/model/labels'
import { createContainers } from '../containers'
import { openStage, refusalOf, type Stage } from '../engine/stage'
import { createGpus, localCommands } from '../gpu'
import type { ContainersRoom, GpuRoom, ProcessRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createProcesses } from '.'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: who holds which card cannot be tried here: ${why}\n\n`)

const allCards = { driver: '', count: -1, deviceIds: [], capabilities: [['gpu']] }
const kernelId = 'e25f82aa-4b41-4fb3-be9a-08d6da510b4e'
/** Not a deadline of the room's (3 s), but of a machine that does other work as well. */
const soon = { timeout: 20_000, interval: 50 }

describe.skipIf(why !== null)('who holds which card', () => {
  let rig: Rig
  let stage: Stage
  let containers: ContainersRoom
  let gpus: GpuRoom
  let room: ProcessRoom
  let use: GpuUse
  let stop: AbortController
  let following: Promise<void>
  /** Processes of the host that a test started: ended after it, if they are still the same. */
  const left: { pid: number; start: string | null }[] = []

  beforeAll(async () => {
    // Scenarios are changed here: a rig of its own.
    rig = await up({ name: 'owners', scenario: 'a100x2' })
    stage = openStage('owners', rig)
    containers = createContainers({
      ...{
        engine: stage.engine,
        streams: createStreamRegistry({ log: () => undefined }),
        log: () => undefined,
      },
    })
    const run = localCommands({ env: { ...process.env, ...rig.env } })
    const patience = { lookAgain: 200, backOff: [200] }
    gpus = createGpus({ ...{ run, patience, log: () => undefined, now: Date.now } })
    room = createProcesses({
      ...{ run, gpus, containers, log: () => undefined, now: Date.now },
      firstPid: async (id) => (await stage.engine.containers.inspect(id)).pid,
    })
  })
  afterAll(async () => {
    await room.dispose()
    await gpus.dispose()
    await containers.dispose()
    await stage.engine.dispose()
    await rig.down()
  })
  beforeEach(async () => {
    await rig.setScenario('a100x2')
    stop = new AbortController()
    following = (async () => {
      for await (const each of room.watch(stop.signal)) use = each
    })()
  })
  afterEach(async () => {
    stop.abort()
    await following
    await stage.clear()
    for (const { pid, start } of left.splice(0)) {
      if (start !== null && (await startOf(pid)) === start) process.kill(pid, 'SIGKILL')
    }
  })

  const processes = (): GpuProcess[] => (use.is === 'live' ? use.processes : [])
  const shown = (pid: number): GpuProcess | undefined => processes().find((each) => each.pid === pid)
  /** Field 22 of its stat; null when it has ended, whether or not somebody has asked for its exit code. */
  async function startOf(pid: number): Promise<string | null> {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  }
  const holding = (mib: number, gpu: number) => [`BERTH_SIM_VRAM_MIB=${mib}`, `BERTH_SIM_GPU=${gpu}`]

  const environment = (id: string, name: string) =>
    stage.running({
      deviceRequests: [allCards],
      labels: { mark: 'owners', [labels.environment]: id, [labels.name]: name, [labels.user]: 'ada' },
    })

  /** Started in a container as a terminal starts it; the host's pid. */
  async function started(containerId: string, cmd: string[], env: string[]): Promise<number> {
    const session = await stage.engine.containers.exec(containerId, { cmd, env, tty: false, stdin: false })
    session.stream.resume()
    await expect.poll(async () => (await session.inspect()).pid, soon).toBeGreaterThan(0)
    const { pid } = await session.inspect()
    if (pid === null) throw new Error('the program did not start')
    return pid
  }

  /** A process of the host that is nobody's child here. */
  async function onTheHost(env: string[]): Promise<number> {
    const variables = Object.fromEntries(env.map((each) => each.split('=') as [string, string]))
    const script = 'sleep 600 >/dev/null 2>&1 & echo $!'
    const options = { env: { ...process.env, ...rig.env, ...variables } }
    const { stdout } = await promisify(execFile)('sh', ['-c', script], options)
    const pid = Number(stdout)
    left.push({ pid, start: await startOf(pid) })
    return pid
  }

  it('names a kernel and its child, a script from a terminal, a stranger’s container, and a program of the host', async () => {
    const [vision, audio, other] = await Promise.all([
      environment('visionaa', 'vision'),
      environment('audioaaa', 'audio'),
      stage.running({ deviceRequests: [allCards] }),
    ])
    const kernelCommand = ['sh', '-c', 'sleep 600 & wait', 'python', '-f', `/run/kernel-${kernelId}.json`]
    const [kernel, script, stranger, host] = await Promise.all([
      started(vision, kernelCommand, holding(3000, 0)),
      started(audio, ['sh', '-c', 'sleep 600; true', 'train.sh'], holding(5000, 1)),
      started(other, ['sleep', '600'], holding(700, 0)),
      onTheHost(holding(900, 0)),
    ])
    const child = (): GpuProcess | undefined => processes().find(({ command }) => command === 'sleep 600')

    const inVision = { is: 'container', environment: { id: 'visionaa', name: 'vision', startedBy: 'ada' } }
    const asKernel = { ...inVision, kernel: { id: kernelId, state: 'unknown', notebook: null } }
    await expect.poll(() => shown(kernel)?.owner, soon).toMatchObject(asKernel)
    await expect
      .poll(() => shown(script)?.owner, soon)
      .toMatchObject({
        environment: { name: 'audio' },
        kernel: null,
      })
    await expect
      .poll(() => shown(stranger)?.owner, soon)
      .toMatchObject({
        containerId: other,
        environment: null,
      })
    await expect.poll(() => shown(host)?.owner, soon).toEqual({ is: 'host' })
    const [first, second] = await gpus.sample().then((state) => (state.is === 'live' ? state.cards : []))
    expect(shown(kernel)).toMatchObject({
      user: 'root',
      holds: [{ uuid: first?.uuid, mig: null, memoryMiB: 3000 }],
    })
    expect(shown(script)?.holds).toEqual([{ uuid: second?.uuid, mig: null, memoryMiB: 5000 }])
    expect(
      processes().filter(({ owner }) => owner.is === 'container' && owner.kernel?.id === kernelId),
    ).toHaveLength(2)
    expect(child()).toBeDefined()
    expect(await room.kernelPids([vision, audio, other])).toEqual(new Map([[kernelId, kernel]]))

    // A process whose number was given away meanwhile is not hit.
    const [startedHost, startedKernel] = [host, kernel].map((pid) => shown(pid)?.startedAt ?? 0)
    const wrong = { pid: host, startedAt: (startedHost ?? 0) - 10, force: true }
    expect((await refusalOf(room.end(wrong))).code).toBe('NotFound')
    expect(await startOf(host)).not.toBeNull()

    await room.end({ pid: host, startedAt: startedHost ?? 0, force: false })
    expect(await startOf(host)).toBeNull()
    await room.end({ pid: kernel, startedAt: startedKernel ?? 0, force: true })
    await expect.poll(() => [shown(host), shown(kernel)], soon).toEqual([undefined, undefined])
    expect(await room.kernelPids([vision])).toEqual(new Map())
    // The kernel's child has outlived it, and what it left tells no more whose it was.
    expect(shown(script)).toBeDefined()

    await stage.clear()
    await expect.poll(processes, soon).toEqual([])
    expect(use.is).toBe('live')
  })

  it('puts a process into its MIG instance, and has each instance’s memory', async () => {
    await rig.setScenario('mig')
    const container = await environment('visionaa', 'vision')
    const pid = await started(container, ['sleep', '600'], holding(2000, 1))
    await expect
      .poll(() => shown(pid)?.holds, soon)
      .toEqual([
        {
          uuid: 'GPU-2f0c11aa-5d3e-4b1c-9e57-7d0b6f8c1a20',
          mig: { gpuInstance: 3, computeInstance: 0 },
          memoryMiB: 2000,
        },
      ])
    expect(use).toMatchObject({
      mig: [
        { profile: '3g.20gb', device: 0, gpuInstance: 2, memoryUsedMiB: 19 },
        { profile: '2g.10gb', uuid: 'MIG-6d3b0f1e-2c44-5b7a-8f10-0a1b2c3d4e02', memoryUsedMiB: 2013 },
        { profile: '1g.5gb', memoryTotalMiB: 4864 },
      ],
    })
    await stage.clear()
    await expect.poll(processes, soon).toEqual([])
    await expect.poll(() => use, soon).toMatchObject({ mig: [{}, { memoryUsedMiB: 13 }, {}] })
  })

  it('says that the driver cannot be asked, and has everything again once it can', async () => {
    const container = await environment('visionaa', 'vision')
    const pid = await started(container, ['sleep', '600'], holding(2000, 1))
    await expect.poll(() => shown(pid), soon).toBeDefined()
    await rig.setScenario('no-driver')
    await expect.poll(() => use.is, soon).toBe('unavailable')
    await rig.setScenario('a100x2')
    await expect.poll(() => shown(pid)?.owner, soon).toMatchObject({ name: expect.any(String) as string })
  })
})
