// berth sh: a terminal into a running container, in this terminal; without one, a shell that is fed by what is piped in.
import type { WriteStream } from 'node:tty'
import { inProcessCarriers, openSink } from '../../shared/bytes'
import { RefusalError } from '../../shared/model/refusal'
import { ContainerIdSchema } from '../../shared/model/names'
import { TerminalSizeSchema, type Terminal, type TerminalSize } from '../../shared/contract/terminals'
import type { RoomServices, TerminalRoom } from '../services'
import { Misuse, type Command, type Surroundings } from './command'
import { engineUp } from './engine'

export const shCommand: Command = {
  name: 'sh',
  takes: 'NAME',
  about: 'open a terminal in a running container; commands that are piped in are run there',
  options: {},
  run: async (_given, positionals, around) => {
    const [containerId, ...rest] = positionals
    if (containerId === undefined || rest.length > 0 || !ContainerIdSchema.safeParse(containerId).success)
      throw new Misuse('berth sh NAME: the name or id of one running container')
    const { services } = await around.rooms()
    await engineUp(services.engine, around.signal)
    await isThere(containerId, services, around.signal)
    return process.stdin.isTTY
      ? await inTerminal(containerId, services, around)
      : await piped(containerId, services, around)
  },
}

/** Asked before anything begins: one that is removed later was there, and its end is told as that. */
async function isThere(containerId: string, services: RoomServices, signal: AbortSignal): Promise<void> {
  try {
    await services.engine.containers.inspect(containerId, { signal })
  } catch (error) {
    if (!(error instanceof RefusalError && error.refusal.code === 'NotFound')) throw error
    throw new Misuse(`there is no container “${containerId}”; ${await runningNow(services, signal)}`, {
      cause: error,
    })
  }
}

/** What could have been meant. */
async function runningNow({ containers }: RoomServices, signal: AbortSignal): Promise<string> {
  for await (const all of containers.watch(signal)) {
    const names = all.filter(({ state }) => state === 'running').map(({ name }) => name)
    return names.length === 0 ? 'none is running' : `running now: ${names.join(', ')}`
  }
  return 'none is known'
}

async function piped(
  containerId: string,
  { terminals }: RoomServices,
  { signal }: Surroundings,
): Promise<number> {
  const { stdin, stdout, stderr } = process
  // Whoever reads may have enough (head): the write that fails ends the shell.
  for (const output of [stdout, stderr]) output.on('error', () => undefined)
  try {
    return (await terminals.pipe(containerId, { stdin, stdout, stderr }, signal)) ?? 1
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return brokenPipe
    // Ctrl+C, as a shell tells it.
    if (signal.aborted) return 128 + 2
    throw error
  }
}

/** As a shell tells that SIGPIPE ended a program. */
const brokenPipe = 128 + 13

async function inTerminal(
  containerId: string,
  { terminals, streams }: RoomServices,
  around: Surroundings,
): Promise<number> {
  const { stdin, stdout, stderr } = process
  const size = () => sizeOf(stdout.isTTY ? stdout : stderr)
  const target = { is: 'container', containerId } as const
  const terminal = await terminals.open({ ...size(), target, carrier: 'engine' })

  const [far, near] = inProcessCarriers()
  const ended = new Promise<void>((done) => {
    const sink = openSink(near, {
      onBytes: (chunk, acknowledge) => stdout.write(chunk, () => acknowledge(chunk.byteLength)),
      onEnd: () => done(),
    })
    stdin.on('data', (bytes: Buffer) => sink.send(bytes))
    around.signal.addEventListener('abort', () => done(), { once: true })
  })
  streams.connect(`terminal/${terminal.id}`, far)
  // A shell that ends at that moment has no size any more; how it ended is told below.
  const resized = () =>
    void terminals
      .resize(terminal.id, size())
      .catch((error: unknown) => around.log(`resize: ${String(error)}`))
  stdin.setRawMode(true)
  stdout.on('resize', resized)
  try {
    await ended
    return await exitCode(terminals, terminal)
  } finally {
    stdout.off('resize', resized)
    stdin.setRawMode(false)
    stdin.pause()
    await terminals.close(terminal.id)
  }
}

/** A terminal that a script made may be of no size at all: no screen can be kept of that. */
export function sizeOf({ columns, rows }: Partial<Pick<WriteStream, 'columns' | 'rows'>>): TerminalSize {
  return TerminalSizeSchema.safeParse({ cols: columns, rows }).data ?? { cols: 80, rows: 24 }
}

async function exitCode(terminals: TerminalRoom, { id }: Terminal): Promise<number> {
  const soon = AbortSignal.timeout(1000)
  for await (const list of terminals.watch(soon)) {
    const state = list.find((one) => one.id === id)?.state
    if (state?.is === 'exited') return state.code ?? 1
    if (state?.is === 'lost') {
      const { code, ...details } = state.refusal
      throw new RefusalError(code, details)
    }
  }
  return 1
}
