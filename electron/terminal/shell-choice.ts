// Which shells a container offers: those of bash, zsh, fish and sh that its image has, its user's own first.
import { posix as path } from 'node:path'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import { chosenShell, type Account } from './accounts'

const preferred = ['bash', 'zsh', 'fish', 'sh'] as const
// '/busybox' is where distroless debug images keep theirs.
const folders = ['/bin', '/usr/bin', '/usr/local/bin', '/busybox']
const posixShells = ['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh']

/** `program` is for the person; `posix` runs our own few lines (zsh and fish are no POSIX shells). */
export type ShellChoice = { program: string; posix: string }

type Inside = { engine: Engine; container: { id: string; name: string }; signal: AbortSignal }

/** Refuses with ShellMissing. */
export async function chooseShell(
  inside: Inside,
  wanted: string | null,
  account: Account | null,
): Promise<ShellChoice> {
  const { name } = inside.container
  if (wanted !== null && !(await isProgram(inside, wanted)))
    throw new RefusalError('ShellMissing', {
      params: { name, program: wanted },
      evidence: `${wanted} is no program of ${name}`,
    })
  const program = wanted ?? (await ownShell(inside, account)) ?? (await firstOf(inside, preferred))
  const posix =
    program === null || posixShells.includes(path.basename(program))
      ? program
      : await firstOf(inside, ['sh', 'bash'])
  if (program === null || posix === null)
    throw new RefusalError('ShellMissing', {
      params: { name },
      evidence: `none of ${preferred.join(', ')} in ${folders.join(', ')}`,
    })
  return { program, posix }
}

/** Absolute paths, the best first; [] where there is no shell at all. */
export async function offeredShells(inside: Inside, account: Account | null): Promise<string[]> {
  const listed = await shellsListed(inside)
  const own = await ownShell(inside, account)
  const found = await Promise.all(preferred.map((name) => find(inside, name, listed)))
  const rest = found.filter((shell) => shell !== null)
  // /bin is often a link to /usr/bin: one shell of a name is enough, and the user's own is the one.
  const others = rest.filter((shell) => own === null || path.basename(shell) !== path.basename(own))
  return own === null ? others : [own, ...others]
}

async function ownShell(inside: Inside, account: Account | null): Promise<string | null> {
  const own = chosenShell(account)
  return own !== null && (await isProgram(inside, own)) ? own : null
}

async function firstOf(inside: Inside, names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    const shell = await find(inside, name, [])
    if (shell !== null) return shell
  }
  // Nix, Guix and conda keep theirs elsewhere; reading the list takes ten times as long as looking for a file.
  const listed = await shellsListed(inside)
  for (const name of names) {
    const shell = await find(inside, name, listed)
    if (shell !== null) return shell
  }
  return null
}

async function find(inside: Inside, name: string, listed: string[]): Promise<string | null> {
  const elsewhere = listed.filter((shell) => path.basename(shell) === name)
  for (const candidate of [...folders.map((folder) => `${folder}/${name}`), ...elsewhere])
    if (await isProgram(inside, candidate)) return candidate
  return null
}

async function shellsListed({ engine, container, signal }: Inside): Promise<string[]> {
  const file = await engine.containers.readFile(container.id, '/etc/shells', { signal })
  return (file?.toString() ?? '').split('\n').filter((line) => line.startsWith('/'))
}

async function isProgram({ engine, container, signal }: Inside, program: string): Promise<boolean> {
  const found = await engine.containers.stat(container.id, program, signal)
  // The engine follows the whole chain of links within the container before it tells where one leads.
  const file =
    found === null || found.linkTarget === ''
      ? found
      : await engine.containers.stat(container.id, found.linkTarget, signal)
  return file !== null && (file.mode & 0o170000) === 0o100000 && (file.mode & 0o111) !== 0
}
