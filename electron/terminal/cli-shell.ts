// A shell in a container over node-pty and the docker command line: the alternative carrier.
import { tmpdir } from 'node:os'
import { RefusalError } from '../../shared/model/refusal'
import { howContainerShellEnded } from './ending'
import { definedOnly, markedCommand } from './environment'
import type { ContainerShellRequest } from './exec-shell'
import { findProgram } from './program'
import { openPty } from './pty'
import type { Shell } from './shell'
import { onUnpause } from './unpause'

/** The docker command line holds back what may begin its detach keys (Ctrl+P by default): the same ones as over the engine. */
const detachKeys = 'ctrl-^,ctrl-@,ctrl-_,ctrl-^,ctrl-@,ctrl-_'

/**
 * docker exec reads its size, tells the engine, and only then listens for changes: one that falls between is lost (seen on a
 * loaded machine). So it is asked to look again; a size that has not changed reaches nobody.
 */
const lookAgainMilliseconds = [300, 1000, 3000, 8000]

/** Refuses with CarrierMissing, EngineDown. */
export async function openCliShell(
  request: ContainerShellRequest & { env: Record<string, string | undefined> },
): Promise<Shell> {
  const { engine, container, terminalId, shell, listener } = request
  const { user, workingDir } = shell
  const env = { ...definedOnly(request.env), ...engine.cliEnv() }
  const docker = await findProgram('docker', env)
  if (docker === null)
    throw new RefusalError('CarrierMissing', {
      params: { program: 'docker' },
      evidence: `no docker in ${env['PATH'] ?? ''}`,
    })
  const lost = engine.lost()
  const pty = await openPty({
    file: docker,
    args: [
      'exec',
      '--interactive',
      '--tty',
      `--detach-keys=${detachKeys}`,
      ...(user === null ? [] : [`--user=${user}`]),
      ...(workingDir === null ? [] : [`--workdir=${workingDir}`]),
      ...Object.entries(shell.variables).map(([name, value]) => `--env=${name}=${value}`),
      container.id,
      ...markedCommand(terminalId, shell, request.size),
    ],
    env,
    folder: tmpdir(),
    size: request.size,
    onBytes: listener.onBytes,
    onExit: (exit) => {
      lost.removeEventListener('abort', hangUp)
      stopListening()
      for (const timer of looks) clearTimeout(timer)
      const ended = { engine, container, lost }
      const end =
        exit.is === 'exited'
          ? howContainerShellEnded(ended, exit.code)
          : // Of the shell itself nobody knows: only the way to it was cut.
            howContainerShellEnded(ended, null, `docker exec was ended by ${exit.signal}`)
      void end.then(listener.onEnd)
    },
  })
  // docker exec waits for ever for an engine that hangs, and one that was killed is told sooner by the engine room.
  const hangUp = () => pty.signal('SIGKILL')
  lost.addEventListener('abort', hangUp)
  if (lost.aborted) hangUp()
  // docker exec passes a size on once: what a paused container did not take is asked for again.
  const look = () => pty.signal('SIGWINCH')
  const stopListening = onUnpause(engine, container.id, look)
  const looks = lookAgainMilliseconds.map((milliseconds) => setTimeout(look, milliseconds))
  return {
    write: (bytes) => pty.write(bytes),
    waiting: () => pty.waiting(),
    resize: (size) => Promise.resolve(pty.resize(size)),
    hold: (held) => pty.hold(held),
    kill: async (killSignal) => {
      try {
        await request.sweep({ ...shell, containerId: container.id, terminalId }, killSignal)
      } finally {
        pty.signal('SIGHUP')
      }
    },
  }
}
