// Makes an environment again as it was: the new container takes name, id and cards; the old one goes when the new one answers.
import type { LaunchTask } from '../../shared/contract/launch'
import { labels } from '../../shared/model/labels'
import { LaunchSpecSchema, type LaunchSpec, type Variable } from '../../shared/model/launch-spec'
import { RefusalError, refusalFrom } from '../../shared/model/refusal'
import type { ContainerDetails, Engine } from '../engine'
import { readWorkspaces, writeWorkspaces, type Workspace } from '../jupyter'
import type { JupyterRoom } from '../services'
import type { Furnish } from './carry-out'
import { secretsIn, type Secrets } from './variables'

type RecreateParts = {
  engine: Engine
  jupyter: JupyterRoom
  begin: (spec: LaunchSpec, environmentId: string, furnish: Furnish) => Promise<string>
  ended: (taskId: string, signal: AbortSignal) => Promise<LaunchTask | null>
  log: (line: string) => void
}

export function createRecreate(parts: RecreateParts) {
  const { engine, jupyter, begin, ended, log } = parts
  const complain = (what: string) => (error: unknown) => {
    log(`recreate: ${what}: ${refusalFrom(error).evidence}`)
  }

  async function openThere(old: ContainerDetails): Promise<Workspace[]> {
    if (!old.running || old.labels[labels.jupyter] !== 'true') return []
    const server = await jupyter.find(old.labels[labels.environment] ?? '')
    return server?.containerId === old.id ? await readWorkspaces(server, engine.lost()) : []
  }

  async function putBack(old: ContainerDetails): Promise<void> {
    await engine.containers.rename(old.id, old.name)
    if (old.running) await engine.containers.start(old.id)
  }

  async function finish(taskId: string, old: ContainerDetails): Promise<void> {
    const task = await ended(taskId, engine.lost())
    if (task?.state.is !== 'done') return await putBack(old)
    await engine.containers.remove(old.id, { volumes: false })
  }

  return async (containerId: string): Promise<{ taskId: string }> => {
    const old = await engine.containers.inspect(containerId)
    const spec = specOf(old, await secretsIn(engine, old))
    const open = await openThere(old).catch((error: unknown) => {
      complain('what is open is not known')(error)
      return []
    })
    if (old.running) await engine.containers.stop(old.id)
    await engine.containers.rename(old.id, asideName(old))
    try {
      const taskId = await begin(spec, old.labels[labels.environment] ?? '', (server) =>
        // Not worth failing for: the notebooks themselves are in the project folder.
        writeWorkspaces(server, open, engine.lost()).catch(complain('what was open is not opened again')),
      )
      finish(taskId, old).catch(complain(old.name))
      return { taskId }
    } catch (error) {
      await putBack(old).catch(complain(old.name))
      throw error
    }
  }
}

/** Short enough for any name: the engine allows 255 characters, an environment's name has at most 63. */
function asideName({ name, id }: ContainerDetails): string {
  return `${name}-before-${id.slice(0, 8)}`
}

/**
 * The spec it was launched with, from its labels, with the values of its variables from its environment and its file; the
 * same cards where the choice came to some. Refuses with InvalidInput, and with SecretMissing.
 */
export function specOf(
  container: Pick<ContainerDetails, 'name' | 'labels' | 'env'>,
  secrets: Secrets,
): LaunchSpec {
  const refuse = (evidence: string) =>
    new RefusalError('InvalidInput', { params: { what: container.name, field: 'environment' }, evidence })
  const said = container.labels[labels.spec]
  if (said === undefined || !container.labels[labels.environment])
    throw refuse(`${container.name} carries no ${labels.spec}: it was launched by hand or by an older Berth`)
  const parsed = LaunchSpecSchema.safeParse(jsonOf(said))
  if (!parsed.success) throw refuse(`${labels.spec}: ${said.slice(0, 200)}`)
  const uuids = (container.labels[labels.gpuUuids] ?? '').split(',').filter(Boolean)
  const { gpus, env, ...spec } = parsed.data
  const resolved = gpus.is === 'least-busy' || gpus.is === 'count'
  return {
    ...spec,
    name: container.name,
    gpus: resolved && uuids.length > 0 ? { is: 'cards', uuids } : gpus,
    env: env.map((variable) => withValue(variable, container, secrets)),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Somebody's own words: the schema refuses them.
    return null
  }
}

/** Older Berths gave secret ones to the environment too. Only what the labels name is taken from a file that its user may change. */
function withValue(
  variable: Variable,
  { name: what, env }: Pick<ContainerDetails, 'name' | 'env'>,
  secrets: Secrets,
): Variable {
  const { name, secret } = variable
  const value = secret ? (secrets.get(name) ?? valueOf(name, env)) : (valueOf(name, env) ?? '')
  if (value === null)
    throw new RefusalError('SecretMissing', { params: { name, what, reason: 'file' }, evidence: name })
  return { ...variable, value }
}

/** Of a name that stands twice the last counts, as in the program itself. */
function valueOf(name: string, env: readonly string[]): string | null {
  return env.findLast((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}
