import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute, openNotebook } from '../../e2e/app/kernels'
import { up, whyRigCannotRun } from '../../e2e/rig'
import type { GpuUse } from '../../shared/contract/processes'
import { defaultSpec } from '../../shared/model/launch-spec'
import { createContainers } from '../containers'
import { refusalOf } from '../engine/stage'
import { ended, openStage, type Stage } from '../launch/stage'
import type { ContainersRoom, JupyterServer, KernelRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createWatched } from '../watched'
import { createHints, createKernels } from '.'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Kernel tests are skipped: ${why}\n`)

describe.skipIf(why !== null)('kernels of a real Jupyter server', () => {
  let stage: Stage
  let containers: ContainersRoom
  let kernels: KernelRoom
  let server: JupyterServer
  const stop = new AbortController()
  const use = createWatched<GpuUse>({ is: 'unavailable' })

  beforeAll(async () => {
    const rig = await up()
    stage = await openStage(rig)
    const log = (line: string) => void stage.lines.push(line)
    containers = createContainers({ engine: stage.engine, streams: createStreamRegistry({ log }), log })
    const projectFolder = join(stage.folder, 'kernels')
    await mkdir(projectFolder)
    const spec = defaultSpec({ image: rig.images.jupyter, entry: '', projectFolder, gpus: { is: 'none' } })
    const { taskId } = await stage.launch.start(spec)
    const { state } = await stage.until(taskId, ended)
    if (state.is !== 'done') throw new Error(`not launched: ${JSON.stringify(state)}`)
    server = await stage.jupyter.ready(state.containerId)
    // The list is kept while somebody follows it, as the window does.
    const first = containers.watch(stop.signal)[Symbol.asyncIterator]()
    await first.next()
    const hints = createHints({ containers: () => containers.list(), jupyter: stage.jupyter, now: Date.now })
    const processes = {
      state: () => use.get(),
      watch: (signal: AbortSignal) => use.watch(signal),
      kernelPids: () => Promise.resolve(new Map<string, number>()),
    }
    kernels = createKernels({ hints, jupyter: stage.jupyter, processes, log, now: Date.now })
  })
  afterAll(async () => {
    stop.abort()
    await kernels.dispose()
    await containers.dispose()
    await stage.engine.containers.remove(server.containerId, { volumes: true })
    await stage.dispose()
  })

  const mine = async () =>
    (await kernels.list()).find(({ containerId }) => containerId === server.containerId)?.kernels ?? []
  async function until(what: string, fits: (all: Awaited<ReturnType<typeof mine>>) => boolean) {
    const deadline = Date.now() + 30_000
    for (let all = await mine(); !fits(all); all = await mine()) {
      if (Date.now() > deadline) throw new Error(`never ${what}: ${JSON.stringify(all)}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return mine()
  }

  it('are listed with notebook and state; a busy one is only shut down when that is said, an idle one at once', async () => {
    const [idle, busy] = [
      await openNotebook(server, 'explore.ipynb'),
      await openNotebook(server, 'train_vit.ipynb'),
    ]
    // A kernel says what it does only once a client has been there.
    const quick = await execute(server, idle, '1 + 1')
    const long = await execute(server, busy, 'import time; time.sleep(600)')
    await quick.ended
    const all = await until('busy and idle', (list) =>
      [idle, busy].every((id) =>
        list.some((kernel) => kernel.id === id && kernel.state === (id === busy ? 'busy' : 'idle')),
      ),
    )
    expect(all.map(({ notebook }) => notebook).sort()).toEqual(['explore.ipynb', 'train_vit.ipynb'])
    expect(all.find(({ id }) => id === busy)).toMatchObject({
      spec: 'python3',
      environment: { name: 'kernels' },
      gpuMemoryMiB: null,
    })
    const { containerId } = server
    expect(await refusalOf(kernels.shutdown({ containerId, kernelId: busy, evenBusy: false }))).toMatchObject(
      {
        code: 'KernelBusy',
        params: { notebook: 'train_vit.ipynb' },
      },
    )
    await kernels.interrupt({ containerId, kernelId: busy })
    await until('interrupted', (list) => list.find(({ id }) => id === busy)?.state === 'idle')
    await kernels.shutdown({ containerId, kernelId: idle, evenBusy: false })
    expect((await mine()).map(({ id }) => id)).toEqual([busy])
    await kernels.restart({ containerId, kernelId: busy })
    expect((await mine()).map(({ id }) => id)).toEqual([busy])
    quick.close()
    long.close()
    // Gone already: what is wished for is so.
    await kernels.shutdown({ containerId, kernelId: idle, evenBusy: true })
    await kernels.shutdown({ containerId, kernelId: busy, evenBusy: true })
    expect(await mine()).toEqual([])
  })

  it('are asked for only while somebody looks, and a server that does not answer is said to', async () => {
    await stage.engine.containers.stop(server.containerId, { seconds: 1 })
    const seen: unknown[] = []
    for await (const list of kernels.watch(AbortSignal.timeout(30_000))) {
      seen.push(list)
      // The container is not running any more: it has no server to ask.
      if (list.every(({ containerId }) => containerId !== server.containerId)) break
    }
    expect(seen.length).toBeGreaterThan(0)
    expect(
      await refusalOf(kernels.interrupt({ containerId: server.containerId, kernelId: 'abcdef12' })),
    ).toMatchObject({
      code: 'ContainerExited',
    })
  })
})
