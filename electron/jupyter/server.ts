// Finds the Jupyter server in a container by what the container itself says: labels, published port, token file.
import { labels } from '../../shared/model/labels'
import { places } from '../../shared/model/launch'
import { BerthIdSchema } from '../../shared/model/names'
import type { ContainerSummary, Engine } from '../engine'
import type { JupyterServer } from '../services'

export type Found =
  | { is: 'server'; server: JupyterServer }
  /** An environment without Jupyter, or no environment at all. */
  | { is: 'no-jupyter' }
  /** Up, but not published or without a token: not a server that Berth started. */
  | { is: 'incomplete'; what: 'port' | 'token' }

export function hasJupyter(container: Pick<ContainerSummary, 'labels'>): boolean {
  // Anybody may write labels, and this id becomes part of a host name and of a folder's.
  return (
    container.labels[labels.jupyter] === 'true' &&
    BerthIdSchema.safeParse(container.labels[labels.environment]).success
  )
}

export async function serverIn(
  engine: Engine,
  container: ContainerSummary,
  signal?: AbortSignal,
): Promise<Found> {
  const environmentId = container.labels[labels.environment]
  if (!hasJupyter(container) || !environmentId) return { is: 'no-jupyter' }
  const published = container.ports.find(
    ({ containerPort, hostPort }) => containerPort === places.jupyterPort && hostPort > 0,
  )
  if (!published) return { is: 'incomplete', what: 'port' }
  const file = await engine.containers.readFile(container.id, places.tokenFile, signal ? { signal } : {})
  const token = file?.toString('utf8').trim() ?? ''
  if (token === '') return { is: 'incomplete', what: 'token' }
  return {
    is: 'server',
    server: { environmentId, containerId: container.id, host: '127.0.0.1', port: published.hostPort, token },
  }
}
