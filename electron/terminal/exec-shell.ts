// A shell in a container over the engine's exec stream: the default carrier.
import type { TerminalSize } from '../../shared/contract/terminals'
import type { Engine } from '../engine'
import { howExecEnded } from './ending'
import { markedCommand, terminalVariables, variablesOf } from './environment'
import { chooseShell } from './shell-choice'
import type { Shell, ShellListener } from './shell'
import { sweep } from './sweep'

export type ContainerShellRequest = {
  engine: Engine
  terminalId: string
  container: { id: string; name: string; env: string[] }
  size: TerminalSize
  signal: AbortSignal
  listener: ShellListener
}

/** Refuses with ShellMissing, NotFound, Conflict (not running), EngineDown. */
export async function openExecShell(request: ContainerShellRequest): Promise<Shell> {
  const { engine, container, terminalId, listener, signal } = request
  const lost = engine.lost()
  const { best, posix } = await chooseShell(engine, container, signal)
  const session = await engine.containers.exec(
    container.id,
    {
      cmd: markedCommand(terminalId, { posix, best }),
      tty: true,
      stdin: true,
      size: request.size,
      env: Object.entries(terminalVariables(variablesOf(container.env))).map(
        ([name, value]) => `${name}=${value}`,
      ),
    },
    signal,
  )
  const { stream } = session
  let ended = false

  const finish = () => {
    if (ended) return
    ended = true
    void howExecEnded({ engine, container, lost }, session).then((end) => listener.onEnd(end))
  }
  // The engine room destroys the stream when its connection is lost, so a connection that hangs has an end too.
  stream.on('data', (chunk: Uint8Array) => listener.onBytes(chunk))
  stream.on('end', finish)
  stream.on('close', finish)
  // The cause is asked of the engine, as for every end.
  stream.on('error', finish)

  return {
    write: (bytes) => {
      if (!ended && stream.writable) stream.write(bytes)
    },
    resize: (size) => session.resize(size),
    hold: (held) => {
      if (held) stream.pause()
      else stream.resume()
    },
    kill: async (killSignal) => {
      try {
        await sweep({ engine, containerId: container.id, terminalId, posix }, killSignal)
      } finally {
        stream.destroy()
      }
    },
  }
}
