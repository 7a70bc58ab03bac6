// For tests: an engine on the rig, containers that are removed again, and what a call refused.
import { RefusalError, type Refusal } from '../../shared/model/refusal'
import { createEngine, type CreateSpec, type Engine } from '.'

/** What is needed of the rig; tests bring it up themselves. */
type OnRig = { env: Record<string, string>; images: { tiny: string } }

export type Stage = {
  engine: Engine
  spec(change?: Partial<CreateSpec>): CreateSpec
  created(change?: Partial<CreateSpec>): Promise<string>
  running(change?: Partial<CreateSpec>): Promise<string>
  /** Removes what was made since the last time. */
  clear(): Promise<void>
}

export function openStage(mark: string, rig: OnRig): Stage {
  const env = { ...process.env, ...rig.env }
  const engine = createEngine({ address: () => '', env, home: '/nowhere', log: () => undefined })
  const made: string[] = []
  const spec: Stage['spec'] = (change = {}) => ({
    ...{ name: '', image: rig.images.tiny, cmd: ['sleep', '600'], entrypoint: null, env: [], user: '' },
    ...{ labels: { mark }, workingDir: '', tty: false, openStdin: false, ports: [], binds: [], init: true },
    ...{ deviceRequests: [], shmBytes: null, memoryBytes: null, nanoCpus: null, restart: 'no' as const },
    ...change,
  })
  const created: Stage['created'] = async (change) => {
    const { id } = await engine.containers.create(spec(change))
    made.push(id)
    return id
  }
  return {
    engine,
    spec,
    created,
    async running(change) {
      const id = await created(change)
      await engine.containers.start(id)
      return id
    },
    async clear() {
      for (const id of made.splice(0)) await engine.containers.remove(id, { volumes: true })
    },
  }
}

/** What the call refused; any other outcome fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await call.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof RefusalError) return error.refusal
  throw error
}

/** For calls made at once: none may reject unwatched while another is looked at. */
export function refusalsOf(calls: Promise<unknown>[]): Promise<Refusal[]> {
  return Promise.all(calls.map(refusalOf))
}
