// For tests: the rig's engine, connected, and containers on it.
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
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

/** A folder of the running test, gone with it. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-terminal-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Lines of one to four bytes a character, CJK and emoji among them. */
export function randomText(bytes: number): Buffer {
  const ranges = [
    [0x20, 0x7e],
    [0xa1, 0x7ff],
    [0x4e00, 0x9fff],
    [0x1f300, 0x1faff],
  ] as const
  const parts: string[] = []
  for (let length = 0; length < bytes;) {
    const [from, to] = ranges[randomInt(ranges.length)] ?? ranges[0]
    const run = String.fromCodePoint(
      ...Array.from({ length: 1 + randomInt(90) }, () => randomInt(from, to + 1)),
    )
    parts.push(run, '\n')
    length += Buffer.byteLength(run) + 1
  }
  return Buffer.from(parts.join(''))
}
