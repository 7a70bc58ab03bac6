// A shell in a container over the engine's exec stream: the default carrier.
import type { TerminalSize } from '../../shared/contract/terminals'
import { RefusalError } from '../../shared/model/refusal'
import type { ContainerShell, Inside } from './container-shell'
import { howExecEnded } from './ending'
import { markedCommand } from './environment'
import type { Shell, ShellListener } from './shell'
import type { Sweeper } from './sweep'
import { onUnpause } from './unpause'

export type ContainerShellRequest = Inside & {
  terminalId: string
  shell: ContainerShell
  size: TerminalSize
  sweep: Sweeper
  listener: ShellListener
}

/** Refuses with NotFound, Conflict (not running), EngineDown. */
export async function openExecShell(request: ContainerShellRequest): Promise<Shell> {
  const { engine, container, terminalId, shell, listener, signal } = request
  const { user, workingDir } = shell
  const lost = engine.lost()
  const session = await engine.containers.exec(
    container.id,
    {
      cmd: markedCommand(terminalId, shell),
      tty: true,
      stdin: true,
      size: request.size,
      env: Object.entries(shell.variables).map(([name, value]) => `${name}=${value}`),
      ...(user === null ? {} : { user }),
      ...(workingDir === null ? {} : { workingDir }),
    },
    signal,
  )
  const { stream } = session
  let ended = false
  let size = request.size

  const resize = async () => {
    try {
      await session.resize(size)
    } catch (error) {
      // A paused container takes no size; it gets the newest when it goes on.
      if (!(error instanceof RefusalError) || error.refusal.params['state'] !== 'paused') throw error
    }
  }
  const stopListening = onUnpause(engine, container.id, () => {
    // One that ended, or was paused again at once: there is nobody to tell.
    if (!ended) resize().catch(() => undefined)
  })

  const finish = () => {
    if (ended) return
    ended = true
    stopListening()
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
    waiting: () => stream.writableLength,
    resize: async (next) => {
      size = next
      await resize()
    },
    hold: (held) => {
      if (held) stream.pause()
      else stream.resume()
    },
    kill: async (killSignal) => {
      try {
        await request.sweep({ ...shell, containerId: container.id, terminalId }, killSignal)
      } finally {
        stream.destroy()
      }
    },
  }
}
