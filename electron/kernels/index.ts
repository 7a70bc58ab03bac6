// Jupyter kernels of every running environment: what each computes, holds and costs, and how it is ended.
import { setTimeout as pause } from 'node:timers/promises'
import type { Kernel } from '../../shared/contract/kernels'
import type { GpuProcess, GpuUse } from '../../shared/contract/processes'
import { RefusalError } from '../../shared/model/refusal'
import type { ContainerKernels, JupyterRoom, KernelName, KernelRoom, ProcessRoom } from '../services'
import { createWatched } from '../watched'
import { createCosts } from './cost'
import type { Hints, ServerSaid } from './hints'
import { act, kernelsOf, sessionsOf } from './rest'

export { createHints } from './hints'

const roundMilliseconds = 2000

type KernelParts = {
  hints: Hints
  jupyter: Pick<JupyterRoom, 'ready'>
  processes: Pick<ProcessRoom, 'watch' | 'state' | 'kernelPids'>
  log: (line: string) => void
  now: () => number
}

export function createKernels(parts: KernelParts): KernelRoom {
  const { hints, jupyter, processes, log, now } = parts
  const costs = createCosts(now)
  const gone = new AbortController()
  let looking: AbortController | null = null
  let done: Promise<unknown> = Promise.resolve()

  const watched = createWatched<ContainerKernels[]>([], (followers) => {
    if (followers > 0 && looking === null && !gone.signal.aborted) start()
    if (followers === 0) stop()
  })

  async function round(): Promise<ContainerKernels[]> {
    const said = await hints.ask()
    const ids = said.filter(({ kernels }) => (kernels?.length ?? 0) > 0).map(({ containerId }) => containerId)
    const pids = ids.length === 0 ? new Map<string, number>() : await processes.kernelPids(ids)
    costs.forget(new Set(pids.values()))
    return await Promise.all(said.map((server) => completed(server, pids)))
  }

  async function completed(
    { containerId, kernels }: ServerSaid,
    pids: ReadonlyMap<string, number>,
  ): Promise<ContainerKernels> {
    if (kernels === null) return { containerId, kernels }
    const all = await Promise.all(
      kernels.map(async (kernel): Promise<Kernel> => {
        const pid = pids.get(kernel.id) ?? null
        const cost = pid === null ? null : await costs.of(pid)
        return {
          ...kernel,
          pid,
          cpuPercent: cost?.cpuPercent ?? null,
          memoryBytes: cost?.memoryBytes ?? null,
          gpuMemoryMiB: gpuMemoryOf(kernel.id, processes.state()),
        }
      }),
    )
    return { containerId, kernels: all }
  }

  function start(): void {
    const stopper = new AbortController()
    const { signal } = stopper
    looking = stopper
    // The cards' processes are sampled for as long as their figures are shown here.
    const follow = (async () => {
      for await (const _ of processes.watch(signal)) if (signal.aborted) return
    })()
    const loop = (async () => {
      while (!signal.aborted) {
        try {
          watched.set(await round())
        } catch (error) {
          log(`kernels: ${String(error)}`)
        }
        await pause(roundMilliseconds, undefined, { signal }).catch(() => undefined)
      }
    })()
    done = Promise.all([done, follow, loop])
  }

  function stop(): void {
    looking?.abort()
    looking = null
  }

  const serverOf = (containerId: string) =>
    jupyter.ready(containerId, { signal: gone.signal, timeoutMilliseconds: 5000 })
  const again = () => {
    // Those who look see the change with the next answer, not only with the next round.
    if (looking !== null)
      void round()
        .then(watched.set)
        .catch((error: unknown) => log(`kernels: ${String(error)}`))
  }
  const tell = async (kernel: KernelName, verb: 'restart' | 'interrupt') => {
    const server = await serverOf(kernel.containerId)
    await act(server, { method: 'POST', path: `kernels/${kernel.kernelId}/${verb}`, signal: gone.signal })
    again()
  }

  return {
    watch: (signal) => watched.watch(signal),
    list: round,
    restart: (kernel) => tell(kernel, 'restart'),
    interrupt: (kernel) => tell(kernel, 'interrupt'),
    async shutdown({ containerId, kernelId, evenBusy }) {
      const { signal } = gone
      const server = await serverOf(containerId)
      const [kernels, sessions] = await Promise.all([kernelsOf(server, signal), sessionsOf(server, signal)])
      const kernel = kernels.find(({ id }) => id === kernelId)
      // Gone already: what was wished for is so.
      if (kernel === undefined) return again()
      const session = sessions.find((each) => each.kernel?.id === kernelId)
      // A kernel that no client has ever connected to stays 'starting' for ever: it computes nothing.
      if (!evenBusy && kernel.execution_state === 'busy')
        throw new RefusalError('KernelBusy', {
          params: { notebook: session?.path ?? kernel.name },
          evidence: `execution_state: ${kernel.execution_state}`,
        })
      // With its session, as JupyterLab itself does it: a kernel that is only deleted leaves one that points to nothing.
      const path =
        session === undefined ? `kernels/${kernelId}` : `sessions/${encodeURIComponent(session.id)}`
      await act(server, { method: 'DELETE', path, signal })
      again()
    },
    async dispose() {
      gone.abort()
      stop()
      await done
      await hints.dispose()
    },
  }
}

/** null when nothing is known of the cards' processes. */
function gpuMemoryOf(kernelId: string, use: GpuUse): number | null {
  if (use.is !== 'live') return null
  const mine = use.processes.filter(({ owner }) => owner.is === 'container' && owner.kernel?.id === kernelId)
  return mine.reduce((sum, process) => sum + memoryOf(process), 0)
}

function memoryOf({ holds }: GpuProcess): number {
  return holds.reduce((sum, { memoryMiB }) => sum + (memoryMiB ?? 0), 0)
}
