// A shell in a container, made out before it is started: which program, as whom, where, and with which variables.
import type { ShellChoices, ShellWish } from '../../shared/contract/terminals'
import { refusal, RefusalError, type Refusal } from '../../shared/model/refusal'
import type { ContainerDetails, Engine } from '../engine'
import { accountOf, accountsIn, usersThatMayLogIn, type Account } from './accounts'
import { accountVariables, terminalVariables, variablesOf } from './environment'
import { chooseShell, offeredShells } from './shell-choice'

export type ContainerShell = {
  program: string
  /** Runs our own few lines in the container, now and when what is left is swept. */
  posix: string
  login: boolean
  /** null: the container's own. */
  user: string | null
  workingDir: string | null
  variables: Record<string, string>
  /** The environment's secret variables are for this shell. */
  secrets: boolean
}

export type Inside = { engine: Engine; container: ContainerDetails; signal: AbortSignal }

export const noWish: ShellWish = { program: null, login: false, user: null, workingDir: null }

/** Refuses with Conflict (not running, or paused), ShellMissing, UserUnknown, WorkingDirMissing, NotFound, EngineDown. */
export async function prepareShell(inside: Inside, wish: ShellWish): Promise<ContainerShell> {
  const { container } = inside
  if (container.state !== 'running')
    throw new RefusalError('Conflict', {
      params: { name: container.name, state: container.state },
      evidence: `${container.name} is ${container.state}`,
    })
  const { user, workingDir, login } = wish
  const accounts = await accountsOf(inside)
  const account = accountOf(accounts, user ?? container.user)
  const choice = await chooseShell(inside, wish.program, account)
  if (user !== null || workingDir !== null) await tryOut(inside, { ...choice, user, workingDir })
  const present = variablesOf(container.env)
  const { program } = choice
  const asOther = user !== null
  return {
    ...choice,
    login,
    user,
    workingDir,
    secrets: user === null || isSame(account, accountOf(accounts, container.user)),
    variables: { ...terminalVariables(present), ...accountVariables(present, { account, program, asOther }) },
  }
}

/**
 * For the container's own user alone: the file of secret variables is that user's, who could write anything into it for
 * root's shell to run.
 */
function isSame(one: Account | null, other: Account | null): boolean {
  return one !== null && one.uid === other?.uid
}

export async function choicesIn(inside: Inside): Promise<ShellChoices> {
  const accounts = await accountsOf(inside)
  const { container } = inside
  return {
    programs: await offeredShells(inside, accountOf(accounts, container.user)),
    users: usersThatMayLogIn(accounts, container.user),
    workingDir: container.workingDir === '' ? '/' : container.workingDir,
  }
}

async function accountsOf({ engine, container, signal }: Inside): Promise<Account[]> {
  try {
    const file = await engine.containers.readFile(container.id, '/etc/passwd', { signal })
    return file === null ? [] : accountsIn(file.toString())
  } catch (error) {
    // Not a file, or one of many megabytes: the engine starts shells without it, and so do we.
    if (error instanceof RefusalError && error.refusal.code === 'InvalidInput') return []
    throw error
  }
}

type Wished = { posix: string; user: string | null; workingDir: string | null }

/** The engine says what it cannot start only where the shell's output would be, and the docker command line likewise: so it is tried first. */
async function tryOut({ engine, container, signal }: Inside, wished: Wished): Promise<void> {
  const { posix, user, workingDir } = wished
  const spec = {
    cmd: [posix, '-c', 'exit 0'],
    ...(user === null ? {} : { user }),
    ...(workingDir === null ? {} : { workingDir }),
  }
  const { exitCode, stdout, stderr } = await engine.containers.run(container.id, spec, signal)
  if (exitCode === 0) return
  const { code, ...details } = whyNot(`${stdout}${stderr}`.trim(), container.name, wished)
  throw new RefusalError(code, details)
}

function whyNot(said: string, name: string, { user, workingDir, posix }: Wished): Refusal {
  const evidence = said.split('\n', 1)[0]?.trim() ?? ''
  // moby and Podman look the user and the group up; runc and crun change into the folder.
  if (user !== null && /unable to find (user|group)|no matching entries|no such user/i.test(said))
    return refusal('UserUnknown', { params: { user, name }, evidence, raw: said })
  if (workingDir !== null && /chdir|cwd|working directory/i.test(said))
    return refusal('WorkingDirMissing', { params: { path: workingDir, name }, evidence, raw: said })
  return refusal('ShellMissing', { params: { name, program: posix }, evidence, raw: said })
}
