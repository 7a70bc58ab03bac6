// Removes what launches left half made: after a failure, after the engine came back, after Berth was killed.
import { labels } from '../../shared/model/labels'
import { BerthIdSchema } from '../../shared/model/names'
import type { ContainerSummary, Engine } from '../engine'
import { isGone } from '../owner'

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
  const made = (await engine.containers.list()).flatMap((each) => madeByLaunch(each) ?? [])
  await removeAll(
    engine,
    made.filter((one) => one.taskId === taskId).map(({ id }) => id),
  )
}

/** One that cannot be removed does not keep the others; throws the first failure once all were tried. */
async function removeAll(engine: Engine, ids: string[]): Promise<void> {
  const outcomes = await Promise.allSettled(ids.map((id) => engine.containers.remove(id, { volumes: true })))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
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
  const orphans: string[] = []
  // Who is live is asked at once, before any wait: a launch that ends well meanwhile must not look abandoned.
  const idle = (await engine.containers.list())
    .flatMap((each) => madeByLaunch(each) ?? [])
    .filter(({ taskId }) => !live(taskId))
  for (const made of idle) {
    const mine = made.owner === owner
    const orphaned = (made.helper || !made.started) && (mine || (await isGone(made.owner)))
    if (!orphaned && !(mine && failed(made.taskId))) continue
    orphans.push(made.id)
  }
  await removeAll(engine, orphans)
  return orphans.length
}
