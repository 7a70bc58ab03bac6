// A shell on the machine that Berth runs on.
import { readFile, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename } from 'node:path'
import type { ShellChoices, ShellWish, TerminalSize } from '../../shared/contract/terminals'
import { RefusalError } from '../../shared/model/refusal'
import { definedOnly, terminalVariables } from './environment'
import { endHostSession } from './host-session'
import { findProgram } from './program'
import { openPty } from './pty'
import type { Shell, ShellListener } from './shell'

export type HostShell = { program: string; login: boolean; folder: string; env: Record<string, string> }

type Env = Record<string, string | undefined>

/** Refuses with ShellMissing, WorkingDirMissing, InvalidInput (another user: that takes su or sudo). */
export async function prepareHostShell(around: Env, wish: ShellWish): Promise<HostShell> {
  const env = definedOnly(around)
  if (wish.user !== null)
    throw new RefusalError('InvalidInput', { params: { field: 'user' }, evidence: wish.user })
  const { program, workingDir, login } = wish
  if (workingDir !== null && !(await isFolder(workingDir)))
    throw new RefusalError('WorkingDirMissing', {
      params: { path: workingDir, name: hostname() },
      evidence: `${workingDir} is no folder of ${hostname()}`,
    })
  return {
    login,
    program: await findShell(program === null ? usualShells(env) : await shellsNamed(program, env), env),
    folder: workingDir ?? (await homeFolder(env)),
    env: { ...withoutElectron(env), ...terminalVariables(env) },
  }
}

/** [] for what is no shell of this machine: a page may not have just any program started. */
async function shellsNamed(program: string, env: Record<string, string>): Promise<string[]> {
  return (await knownShells(env)).includes(program) ? [program] : []
}

/** Refuses with CarrierMissing. */
export async function openHostShell(
  shell: HostShell,
  { size, listener }: { size: TerminalSize; listener: ShellListener },
): Promise<Shell> {
  let ended = false
  const pty = await openPty({
    file: shell.program,
    args: shell.login ? ['-l'] : [],
    env: shell.env,
    folder: shell.folder,
    size,
    onBytes: listener.onBytes,
    onExit: (exit) => {
      ended = true
      listener.onEnd(exit)
    },
  })
  return {
    write: (bytes) => pty.write(bytes),
    waiting: () => pty.waiting(),
    resize: (next) => Promise.resolve(pty.resize(next)),
    hold: (held) => pty.hold(held),
    kill: async (signal) => {
      pty.signal('SIGHUP')
      try {
        await endHostSession(pty.pid, { ended: () => ended, signal })
      } finally {
        pty.signal('SIGKILL')
      }
    },
  }
}

const preferred = ['bash', 'zsh', 'fish', 'sh']

/** The person's own shell first, then what /etc/shells names, one of each name. */
export async function hostChoices(around: Env): Promise<ShellChoices> {
  const env = definedOnly(around)
  const programs: string[] = []
  for (const shell of await knownShells(env)) {
    if (programs.some((one) => basename(one) === basename(shell))) continue
    if ((await findProgram(shell, env)) !== null) programs.push(shell)
  }
  return { programs, users: [], workingDir: await homeFolder(env) }
}

/** Absolute paths, the person's own first; not all need be there. */
async function knownShells(env: Record<string, string>): Promise<string[]> {
  // Without the list (or on a system that has none) the usual places are left.
  const listed = await readFile('/etc/shells', 'utf8').catch(() => '')
  const places = [...listed.split('\n'), ...preferred.map((name) => `/bin/${name}`)]
  const known = preferred.flatMap((name) => places.filter((place) => basename(place) === name))
  return [env['SHELL'] ?? '', ...known].filter((shell) => shell.startsWith('/'))
}

function usualShells(env: Record<string, string>): string[] {
  return [env['SHELL'] ?? '', '/bin/bash', '/bin/sh'].filter((shell) => shell !== '')
}

async function findShell(wanted: string[], env: Record<string, string>): Promise<string> {
  for (const shell of wanted) {
    const found = await findProgram(shell, env)
    if (found !== null) return found
  }
  throw new RefusalError('ShellMissing', {
    params: { name: hostname(), program: wanted[0] ?? '' },
    evidence: `none of ${wanted.join(', ')}`,
  })
}

/** The app's own switches would change what `node` or another Electron program does in the terminal. */
function withoutElectron(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('ELECTRON_')))
}

async function homeFolder(env: Record<string, string>): Promise<string> {
  const home = env['HOME'] ?? '/'
  // A service account's home need not exist; a shell in '/' is better than none.
  return (await isFolder(home)) ? home : '/'
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    // Absent, or out of our reach: the same answer.
    return false
  }
}
