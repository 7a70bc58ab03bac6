// The names of this host's users by uid: from /etc/passwd, else from getent, which also knows the network's users.
import { execFile } from 'node:child_process'
import type { ProcFiles } from './proc-files'

export type NameOf = (uid: number) => Promise<string | null>

const keptMilliseconds = 10 * 60_000
const getentMilliseconds = 3000

/** `ask` is the slow way, for those whom the file does not name. */
export function createUsers(options: {
  files: Pick<ProcFiles, 'read'>
  ask: NameOf
  now: () => number
}): NameOf {
  const { files, ask, now } = options
  const known = new Map<number, { name: Promise<string | null>; at: number }>()
  return (uid) => {
    const before = known.get(uid)
    if (before && Math.abs(now() - before.at) < keptMilliseconds) return before.name
    const name = files
      .read('/etc/passwd')
      .then((answer) => (answer.is === 'text' ? nameIn(answer.text, uid) : null) ?? ask(uid))
    known.set(uid, { name, at: now() })
    return name
  }
}

export function nameIn(passwd: string, uid: number): string | null {
  const line = passwd.split('\n').find((each) => each.split(':')[2] === String(uid))
  return line?.split(':')[0] || null
}

/** null where there is no getent, it does not answer in time, or it knows nobody. */
export const askGetent: NameOf = (uid) =>
  new Promise((resolve) => {
    execFile('getent', ['passwd', String(uid)], { timeout: getentMilliseconds }, (error, stdout) =>
      resolve(error ? null : nameIn(stdout, uid)),
    )
  })
