// A shell in a container over node-pty and the docker command line: the alternative carrier.
import { tmpdir } from 'node:os'
import { RefusalError } from '../../shared/model/refusal'
import { howContainerShellEnded } from './ending'
import { definedOnly, markedCommand, terminalVariables, variablesOf } from './environment'
import type { ContainerShellRequest } from './exec-shell'
import { findProgram } from './program'
import { openPty } from './pty'
import { chooseShell } from './shell-choice'
import type { Shell } from './shell'
import { sweep } from './sweep'

/** The docker command line holds back what may begin its detach keys (Ctrl+P by default): the same ones as over the engine. */
const detachKeys = 'ctrl-^,ctrl-@,ctrl-_,ctrl-^,ctrl-@,ctrl-_'

/** Refuses with CarrierMissing, ShellMissing, NotFound, EngineDown. */
export async function openCliShell(
  request: ContainerShellRequest & { env: Record<string, string | undefined> },
): Promise<Shell> {
  const { engine, container, terminalId, listener, signal } = request
  const env = { ...definedOnly(request.env), ...engine.cliEnv() }
  const docker = await findProgram('docker', env)
  if (docker === null)
    throw new RefusalError('CarrierMissing', {
      params: { program: 'docker' },
      evidence: `no docker in ${env['PATH'] ?? ''}`,
    })
  const lost = engine.lost()
  const { best, posix } = await chooseShell(engine, container, signal)
  const variables = Object.entries(terminalVariables(variablesOf(container.env)))
  const pty = await openPty({
    file: docker,
    args: [
      'exec',
      '--interactive',
      '--tty',
      `--detach-keys=${detachKeys}`,
      ...variables.map(([name, value]) => `--env=${name}=${value}`),
      container.id,
      ...markedCommand(terminalId, { posix, best }),
    ],
    env,
    folder: tmpdir(),
    size: request.size,
    onBytes: listener.onBytes,
    onExit: (code) => {
      void howContainerShellEnded({ engine, container, lost }, code).then((end) => listener.onEnd(end))
    },
  })
  return {
    write: (bytes) => pty.write(bytes),
    resize: (size) => Promise.resolve(pty.resize(size)),
    hold: (held) => pty.hold(held),
    kill: async (killSignal) => {
      try {
        await sweep({ engine, containerId: container.id, terminalId, posix }, killSignal)
      } finally {
        pty.signal('SIGHUP')
      }
    },
  }
}
