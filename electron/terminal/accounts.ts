// The accounts of a container, as its /etc/passwd tells them: who may log in, with which shell, and where they live.
import { ShellWishSchema } from '../../shared/contract/terminals'

export type Account = { name: string; uid: string; home: string; shell: string }

/** Lines that are none (comments, NIS's '+') are passed over, as libc does. */
export function accountsIn(passwd: string): Account[] {
  return passwd.split('\n').flatMap((line) => {
    const [name = '', , uid = '', , , home = '', shell = ''] = line.split(':')
    return name === '' || !/^\d+$/.test(uid) ? [] : [{ name, uid, home, shell: shell.trim() }]
  })
}

/** `user` as the engine takes it: a name or an id, with or without a group; '' is root, as for the engine. */
export function accountOf(accounts: Account[], user: string): Account | null {
  const who = user.split(':')[0] ?? ''
  const wanted = who === '' ? '0' : who
  return accounts.find(({ name }) => name === wanted) ?? accounts.find(({ uid }) => uid === wanted) ?? null
}

/** The container's own first, then root, then the people: ids from 1000 on, but for nobody (65534). */
export function usersThatMayLogIn(accounts: Account[], own: string): string[] {
  const people = accounts.filter(({ uid }) => Number(uid) >= 1000 && uid !== '65534')
  const root = accounts.filter(({ uid }) => uid === '0')
  const allowed = [...root, ...people].filter(mayLogIn).map(({ name }) => name)
  // With a group it is more than an account, and without an entry it has no name: both stay as they were written.
  const first = own.includes(':') ? own : (accountOf(accounts, own)?.name ?? (own === '' ? '0' : own))
  return [...new Set([first, ...allowed])].filter(
    (user) => ShellWishSchema.shape.user.safeParse(user).success,
  )
}

/** An empty field means /bin/sh (passwd(5)). */
function mayLogIn({ shell }: Account): boolean {
  return !/\/(nologin|false|sync|halt|shutdown)$/.test(shell)
}

/** The shell that the account was given on purpose. Plain sh is what stands there when nobody chose (useradd, adduser). */
export function chosenShell(account: Account | null): string | null {
  if (account === null || !account.shell.startsWith('/') || !mayLogIn(account)) return null
  return /\/(sh|ash|dash)$/.test(account.shell) ? null : account.shell
}
