// A shell that a script feeds: without a terminal, its input to the end of it, its two outputs apart.
import type { Writable } from 'node:stream'
import { createFrameReader } from '../../shared/bytes'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import type { Pipes } from '../services'
import { noWish, prepareShell } from './container-shell'
import { howExecEnded } from './ending'
import { markedCommand } from './environment'
import type { ShellRecord } from './record'
import type { Sweeper } from './sweep'

type Around = { engine: Engine; record: ShellRecord; sweep: Sweeper; signal: AbortSignal }

/** Nothing of it is left running when its outputs have no reader any more, or the signal fires. */
const sweepMilliseconds = 1_500

/** Its exit code; null: nobody knows. Refuses as prepareShell does, and with what ended it from outside. */
export async function runPiped(
  id: string,
  { containerId, pipes }: { containerId: string; pipes: Pipes },
  { engine, record, sweep, signal }: Around,
): Promise<number | null> {
  const { address } = engine.up()
  const container = await engine.containers.inspect(containerId, { signal })
  const shell = await prepareShell({ engine, container, signal }, noWish)
  const { user, posix } = shell
  const lost = engine.lost()
  await record.add({ terminalId: id, containerId: container.id, engine: address, posix, user })
  try {
    const session = await engine.containers.exec(
      container.id,
      {
        ...{ cmd: markedCommand(id, shell), tty: false, stdin: true },
        env: Object.entries(shell.variables).map(([name, value]) => `${name}=${value}`),
      },
      signal,
    )
    const { stream } = session
    // A shell that ends first leaves the rest unread.
    stream.on('error', () => pipes.stdin.unpipe(stream))
    pipes.stdin.pipe(stream)
    const read = createFrameReader()
    for await (const chunk of stream as AsyncIterable<Uint8Array>)
      for (const { source, bytes } of read(chunk)) await written(pipes[source], bytes)
    const end = await howExecEnded({ engine, container, lost }, session)
    if (end.is !== 'lost') {
      await record.forget([id])
      return end.is === 'exited' ? end.code : null
    }
    const { code, ...details } = end.refusal
    throw new RefusalError(code, details)
  } catch (error) {
    const patience = AbortSignal.timeout(sweepMilliseconds)
    // What cannot be ended now is left to the next start, by the record; why it ended is the news.
    const swept = sweep({ containerId: container.id, terminalId: id, posix, user }, patience)
    await swept.then(
      () => record.forget([id]),
      () => undefined,
    )
    throw error
  }
}

function written(output: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}
