// berth sh: a terminal into a running container, in this terminal.
import { inProcessCarriers, openSink } from '../../shared/bytes'
import { RefusalError } from '../../shared/model/refusal'
import { ContainerIdSchema } from '../../shared/model/names'
import type { Terminal } from '../../shared/contract/terminals'
import type { TerminalRoom } from '../services'
import { Misuse, type Command } from './command'
import { engineUp } from './engine'

export const shCommand: Command = {
  name: 'sh',
  takes: 'NAME',
  about: 'open a terminal in a running container',
  options: {},
  run: async (_given, positionals, around) => {
    const [containerId, ...rest] = positionals
    if (containerId === undefined || rest.length > 0 || !ContainerIdSchema.safeParse(containerId).success)
      throw new Misuse('berth sh NAME: the name or id of one running container')
    const { stdin, stdout } = process
    if (!stdin.isTTY || !stdout.isTTY)
      throw new Misuse('berth sh needs a terminal; for a script use docker exec')
    const { services } = await around.rooms()
    await engineUp(services.engine, around.signal)
    const { terminals, streams } = services
    const size = () => ({ cols: stdout.columns, rows: stdout.rows })
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
  },
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
