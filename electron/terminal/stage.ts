// For tests: the rig's engine, connected, and containers on it.
import { randomInt } from 'node:crypto'
import { homedir } from 'node:os'
import { createEngine, type CreateSpec, type Engine } from '../engine'

const base: Omit<CreateSpec, 'image' | 'name'> = {
  cmd: ['sleep', 'infinity'],
  entrypoint: null,
  env: [],
  labels: {},
  user: '',
  workingDir: '',
  tty: false,
  openStdin: false,
  ports: [],
  binds: [],
  deviceRequests: [],
  shmBytes: null,
  memoryBytes: null,
  nanoCpus: null,
  restart: 'no',
  init: false,
}

/** Runs `sleep infinity` unless told otherwise. */
export async function startContainer(
  on: Engine,
  spec: Partial<CreateSpec> & { image: string },
): Promise<string> {
  const name = `terminal-test-${randomInt(1e9)}`
  const { id } = await on.containers.create({ ...base, name, ...spec })
  await on.containers.start(id)
  return id
}

export async function engineOf(of: { dockerHost: string; env: Record<string, string> }): Promise<Engine> {
  const made = createEngine({
    address: () => of.dockerHost,
    env: of.env,
    home: homedir(),
    log: () => undefined,
  })
  for await (const state of made.watch(AbortSignal.timeout(20_000))) if (state.is === 'up') return made
  throw new Error('the rig’s engine did not come up')
}
