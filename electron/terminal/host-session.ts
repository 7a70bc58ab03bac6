// Ends what is still in a host shell's session: hung up first, killed when it stays.
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const graceMilliseconds = 500
const lookEveryMilliseconds = 25

/**
 * `leader` is the shell's pid, which is its session's id too. What left the session (tmux, setsid) stays. A shell that has
 * `ended` no longer keeps its number: while anything of its session is left the system gives it to nobody, so a process
 * that has it now shows that nothing is, and that what has the session's number is somebody else's.
 */
export async function endHostSession(
  leader: number,
  { ended, signal }: { ended: () => boolean; signal: AbortSignal },
): Promise<void> {
  for (const name of ['SIGHUP', 'SIGKILL'] as const) {
    const deadline = Date.now() + graceMilliseconds
    for (let first = true; ; first = false) {
      const hasEnded = ended()
      const members = await membersOf(leader)
      if (members.length === 0 || (hasEnded && isThere(leader))) return
      if (first) for (const pid of members) send(pid, name)
      if (Date.now() > deadline) break
      await delay(lookEveryMilliseconds, undefined, { signal })
    }
  }
}

async function membersOf(leader: number): Promise<number[]> {
  // Without /proc (macOS) only the shell's own group can be named, and `send` reaches it as a group.
  const names = await readdir('/proc').catch(() => null)
  if (names === null) return isThere(-leader) ? [-leader] : []
  const pids = names.map(Number).filter((pid) => Number.isInteger(pid) && pid > 0)
  const inSession = await Promise.all(pids.map((pid) => isIn(leader, pid)))
  return pids.filter((_, index) => inSession[index])
}

async function isIn(leader: number, pid: number): Promise<boolean> {
  // A process that ended between the two reads is in no session.
  const line = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  // proc(5): after the name in parentheses come state, parent, group and session.
  const [state, , , session] = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return session === String(leader) && state !== 'Z' && state !== 'X'
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function send(pid: number, name: 'SIGHUP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
    process.kill(pid, 'SIGCONT')
  } catch {
    // It ended by itself meanwhile, or is another user's (sudo): the next look tells.
  }
}
