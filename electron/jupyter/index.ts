// Knows where each running environment's JupyterLab is and whether it answers; any Berth finds servers any Berth started.
import { labels } from '../../shared/model/labels'
import { RefusalError } from '../../shared/model/refusal'
import type { ContainerSummary, Engine } from '../engine'
import type { JupyterRoom, JupyterServer } from '../services'
import { untilReady } from './readiness'
import { hasJupyter, serverIn } from './server'

export { labPath } from './lab-path'
export { readWorkspaces, writeWorkspaces, type Workspace } from './workspaces'

const usualPatience = 60_000

export function createJupyter({ engine, log }: { engine: Engine; log: (line: string) => void }): JupyterRoom {
  /** By environment id. Forgotten when the container changes state: a start may publish another port. */
  const known = new Map<string, JupyterServer>()
  const gone = new AbortController()

  const unsubscribe = engine.onEvent(({ type, action, id }) => {
    if (type === 'daemon') known.clear()
    if (type !== 'container' || !/^(die|stop|destroy|start|restart|rename)/.test(action)) return
    for (const [key, server] of known) if (server.containerId === id) known.delete(key)
  })

  async function containerOf(containerId: string, signal: AbortSignal): Promise<ContainerSummary> {
    const container = await engine.containers.inspect(containerId, { signal })
    if (container.running) return container
    const raw = await engine.containers.lastLog(container.id, 60)
    throw new RefusalError('ContainerExited', {
      params: { name: container.name, exitCode: container.exitCode ?? -1 },
      evidence: container.error || raw.trim().split('\n').slice(-6).join('\n'),
      raw,
      actions: ['show-logs'],
    })
  }

  return {
    async ready(containerId, options = {}) {
      const signals = [gone.signal, engine.lost(), ...(options.signal ? [options.signal] : [])]
      const signal = AbortSignal.any(signals)
      const container = await containerOf(containerId, signal)
      const found = await serverIn(engine, container, signal)
      if (found.is !== 'server')
        throw new RefusalError('JupyterMissing', {
          params: { name: container.name, what: found.is === 'incomplete' ? found.what : '' },
          evidence: container.image,
        })
      const timeoutMilliseconds = options.timeoutMilliseconds ?? usualPatience
      await untilReady(engine, found.server, { signal, timeoutMilliseconds })
      known.set(found.server.environmentId, found.server)
      return found.server
    },

    async find(environmentId) {
      const before = known.get(environmentId)
      if (before) return before
      // An image committed from an environment hands its labels on: several containers may say that they are it.
      const claimants = (await engine.containers.list(engine.lost())).filter(
        (each) =>
          each.state === 'running' && each.labels[labels.environment] === environmentId && hasJupyter(each),
      )
      for (const container of claimants) {
        const found = await serverIn(engine, container, engine.lost())
        if (found.is === 'server') {
          known.set(environmentId, found.server)
          return found.server
        }
        log(`jupyter: ${container.name}: ${found.is}`)
      }
      return null
    },

    dispose() {
      gone.abort(new RefusalError('Cancelled'))
      unsubscribe()
      known.clear()
      return Promise.resolve()
    },
  }
}
