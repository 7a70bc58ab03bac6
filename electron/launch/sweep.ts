// Removes what launches left half made: after a failure, after the engine came back, after Berth was killed.
import { labels } from '../../shared/model/labels'
import { BerthIdSchema } from '../../shared/model/names'
import type { ContainerSummary, Engine } from '../engine'
import { isGone } from './owner'

type Made = { id: string; taskId: string; owner: string; started: boolean; helper: boolean }

/**
 * Ours by a task, and by the very name the launch gave it: an image committed from an environment hands the labels on
 * to containers that somebody else makes from it, but never the name.
 */
function madeByLaunch(container: ContainerSummary): Made | null {
  const taskId = container.labels[labels.task] ?? ''
  if (!BerthIdSchema.safeParse(taskId).success || container.labels[labels.name] !== container.name)
    return null
  return {
    id: container.id,
    taskId,
    owner: container.labels[labels.owner] ?? '',
    started: container.state !== 'created',
    helper: container.labels[labels.environment] === undefined,
  }
}

/** Everything that one launch made and did not finish. */
export async function removeMadeBy(engine: Engine, taskId: string): Promise<void> {
  for (const container of await engine.containers.list()) {
    const made = madeByLaunch(container)
    if (made?.taskId === taskId) await engine.containers.remove(made.id, { volumes: true })
  }
}

export type Sweep = {
  owner: string
  /** Launches under way: theirs is left alone. */
  live: (taskId: string) => boolean
  /** Launches of this process that failed while the engine was away. */
  failed: (taskId: string) => boolean
}

/**
 * A launch that ended well was started and is an environment: never swept, so an app killed while JupyterLab was
 * coming up finds it again. What was never started, and helpers, go once nobody carries their launch out any more.
 */
export async function sweep(engine: Engine, { owner, live, failed }: Sweep): Promise<number> {
  let removed = 0
  for (const container of await engine.containers.list()) {
    const made = madeByLaunch(container)
    if (made === null || live(made.taskId)) continue
    const mine = made.owner === owner
    const orphaned = (made.helper || !made.started) && (mine || (await isGone(made.owner)))
    if (!orphaned && !(mine && failed(made.taskId))) continue
    await engine.containers.remove(made.id, { volumes: true })
    removed += 1
  }
  return removed
}
