// A shell on the machine that Berth runs on.
import { stat } from 'node:fs/promises'
import type { TerminalSize } from '../../shared/contract/terminals'
import { RefusalError } from '../../shared/model/refusal'
import { definedOnly, terminalVariables } from './environment'
import { endHostSession } from './host-session'
import { findProgram } from './program'
import { openPty } from './pty'
import type { Shell, ShellListener } from './shell'

type HostShellRequest = {
  env: Record<string, string | undefined>
  size: TerminalSize
  listener: ShellListener
}

/** Refuses with ShellMissing, CarrierMissing. */
export async function openHostShell(request: HostShellRequest): Promise<Shell> {
  const env = definedOnly(request.env)
  const pty = await openPty({
    file: await findShell(env),
    args: [],
    env: { ...withoutElectron(env), ...terminalVariables(env) },
    folder: await homeFolder(env),
    size: request.size,
    onBytes: request.listener.onBytes,
    onExit: (code) => request.listener.onEnd({ is: 'exited', code }),
  })
  return {
    write: (bytes) => pty.write(bytes),
    resize: (size) => Promise.resolve(pty.resize(size)),
    hold: (held) => pty.hold(held),
    kill: async (signal) => {
      pty.signal('SIGHUP')
      await endHostSession(pty.pid, signal)
      pty.signal('SIGKILL')
    },
  }
}

async function findShell(env: Record<string, string>): Promise<string> {
  const wanted = [env['SHELL'] ?? '', '/bin/bash', '/bin/sh'].filter((shell) => shell !== '')
  for (const shell of wanted) {
    const found = await findProgram(shell, env)
    if (found !== null) return found
  }
  throw new RefusalError('ShellMissing', {
    params: { name: 'host' },
    evidence: `none of ${wanted.join(', ')}`,
  })
}

/** The app's own switches would change what `node` or another Electron program does in the terminal. */
function withoutElectron(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('ELECTRON_')))
}

async function homeFolder(env: Record<string, string>): Promise<string> {
  const home = env['HOME'] ?? '/'
  try {
    return (await stat(home)).isDirectory() ? home : '/'
  } catch {
    // A service account's home need not exist; a shell in '/' is better than none.
    return '/'
  }
}
