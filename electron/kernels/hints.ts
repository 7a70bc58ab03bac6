// What the Jupyter servers of the running environments say of their kernels. Asked only when somebody wants to know.
import type { Kernel } from '../../shared/contract/kernels'
import type { Container } from '../../shared/contract/containers'
import type { JupyterRoom, JupyterServer } from '../services'
import { kernelsOf, sessionsOf, type ServedKernel, type ServedSession } from './rest'

export type KernelSaid = Pick<
  Kernel,
  'id' | 'state' | 'lastActivity' | 'notebook' | 'containerId' | 'environment' | 'spec' | 'connections'
>
export type ServerSaid = { containerId: string; kernels: KernelSaid[] | null }

export type Hints = {
  /** The last answers; when they are older than a moment, the servers are asked again meanwhile. */
  latest(): ServerSaid[]
  /** Asks now, or joins the question under way. */
  ask(): Promise<ServerSaid[]>
  dispose(): Promise<void>
}

const freshMilliseconds = 1200

export function createHints(parts: {
  containers: () => readonly Container[]
  jupyter: Pick<JupyterRoom, 'find'>
  now: () => number
}): Hints {
  const { containers, jupyter, now } = parts
  const gone = new AbortController()
  let last: ServerSaid[] = []
  let askedAt = -Infinity
  let asking: Promise<ServerSaid[]> | null = null

  const askOne = async (container: Container): Promise<ServerSaid> => {
    const containerId = container.id
    try {
      const server = await jupyter.find(container.environment?.id ?? '')
      if (server === null) return { containerId, kernels: null }
      return { containerId, kernels: await said(server, container, gone.signal) }
    } catch {
      // Whatever keeps it from answering, the kernels are unknown; the launch and the workspace say why.
      return { containerId, kernels: null }
    }
  }

  const ask = (): Promise<ServerSaid[]> => {
    asking ??= (async () => {
      const running = containers().filter(
        ({ state, environment }) => state === 'running' && environment?.jupyter === true,
      )
      last = await Promise.all(running.map(askOne))
      askedAt = now()
      asking = null
      return last
    })()
    return asking
  }

  return {
    latest() {
      // By how much, either way: a clock that is set back must not keep them from being asked for as long.
      if (!gone.signal.aborted && Math.abs(now() - askedAt) > freshMilliseconds) void ask()
      return last
    },
    ask,
    async dispose() {
      gone.abort()
      await asking
    },
  }
}

async function said(server: JupyterServer, container: Container, signal: AbortSignal): Promise<KernelSaid[]> {
  const [kernels, sessions] = await Promise.all([kernelsOf(server, signal), sessionsOf(server, signal)])
  const environment = {
    id: container.environment?.id ?? '',
    name: container.environment?.name ?? container.name,
  }
  return kernels.map((kernel) => ({
    ...hintOf(kernel, sessions),
    containerId: container.id,
    environment,
  }))
}

/** Pure: one kernel as the server describes it, with the notebook of the first session that holds it. */
export function hintOf(
  kernel: ServedKernel,
  sessions: readonly ServedSession[],
): Omit<KernelSaid, 'containerId' | 'environment'> {
  const at = Date.parse(kernel.last_activity ?? '')
  const path = sessions.find((session) => session.kernel?.id === kernel.id && session.path !== '')?.path
  return {
    id: kernel.id,
    spec: kernel.name,
    state: kernel.execution_state,
    lastActivity: Number.isNaN(at) ? null : at,
    connections: kernel.connections,
    notebook: path === undefined ? null : withoutMark(path),
  }
}

/** JupyterLab names a session of its own `notebook.ipynb-jvsc-<uuid>` for some clients; the file is what a person knows. */
function withoutMark(path: string): string {
  return path.replace(/(\.ipynb)-jvsc-[0-9a-f-]{8,}$/i, '$1')
}
