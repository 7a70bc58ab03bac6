// Ends one process, and only the one that was meant: what its number names is looked at again just before the signal.
import { RefusalError } from '../../shared/model/refusal'
import { startedAt } from './attribute'
import type { Around } from './around'
import type { Looking, ProcessFacts } from './looking'

export type Sent = 'sent' | 'gone' | 'forbidden'
export type SendSignal = (pid: number, signal: 'SIGTERM' | 'SIGKILL') => Sent

export type EndScene = {
  looking: Looking
  around: Around
  self: number
  send: SendSignal
  userOf: (process: ProcessFacts) => Promise<string>
  /** How long to wait until it is gone. */
  patience: { wait: number; step: number }
  signal: AbortSignal
}

type Wanted = { pid: number; startedAt: number; force: boolean }

/** Refuses with NotFound, ProcessForbidden, ProcessProtected or ProcessStays. */
export async function endProcess(wanted: Wanted, scene: EndScene): Promise<void> {
  const { pid } = wanted
  const process = await meant(wanted, scene)
  const name = process.args.join(' ').slice(0, 120) || `PID ${pid}`
  await refuseProtected(process, name, scene)
  // The system offers no way to look and signal in one step here; between the two lies well under a millisecond.
  await meant(wanted, scene)
  const how = wanted.force ? 'SIGKILL' : 'SIGTERM'
  const sent = scene.send(pid, how)
  if (sent === 'gone') return
  if (sent === 'forbidden') throw forbidden(pid, await scene.userOf(process))
  if (await isGone(wanted, scene)) return
  throw new RefusalError('ProcessStays', { params: { pid, name, signal: how }, evidence: name })
}

/** The process that pid and start name, or a refusal. */
async function meant(
  { pid, startedAt: start }: Wanted,
  { looking, around }: EndScene,
): Promise<ProcessFacts> {
  const sight = around.pids.is === 'shared' ? await looking.lookAt(pid) : ({ is: 'gone' } as const)
  if (sight.is === 'hidden') throw forbidden(pid, '', sight.raw)
  if (sight.is === 'gone') throw new RefusalError('NotFound', { params: { name: `PID ${pid}` } })
  if (startedAt(sight.process, around) !== start) {
    // Its number was given to another process since.
    const evidence = `PID ${pid}: ${sight.process.args.join(' ').slice(0, 120)}`
    throw new RefusalError('NotFound', { params: { name: `PID ${pid}` }, evidence })
  }
  return sight.process
}

async function refuseProtected(process: ProcessFacts, name: string, scene: EndScene): Promise<void> {
  const { looking, self } = scene
  const [its, ours] = await Promise.all([looking.look(process.pid), looking.look(self)])
  const ancestors = (sight: typeof its): number[] => {
    if (sight.is !== 'seen') return []
    const chain: number[] = []
    // The session's leader stands last in a lineage and need not be an ancestor.
    for (const each of [sight.process, ...sight.lineage]) {
      if (chain.length > 0 && chain.at(-1) !== each.pid) break
      chain.push(each.parent)
    }
    return chain
  }
  // What Berth itself started is its child or in its own session; a host terminal's shell leads a session of its own, and what
  // a person started in there is theirs to end.
  const oursBySession = ours.is === 'seen' && process.session === ours.process.session
  const started = process.parent === self || (oursBySession && ancestors(its).includes(self))
  const own = process.pid === self || started || ancestors(ours).includes(process.pid)
  if (process.pid !== 1 && !process.kernelThread && !own) return
  throw new RefusalError('ProcessProtected', { params: { pid: process.pid, name }, evidence: name })
}

async function isGone({ pid, startedAt: start }: Wanted, scene: EndScene): Promise<boolean> {
  const until = performance.now() + scene.patience.wait
  for (;;) {
    const sight = await scene.looking.lookAt(pid)
    if (sight.is !== 'seen' || startedAt(sight.process, scene.around) !== start) return true
    if (performance.now() > until || scene.signal.aborted) return false
    await new Promise((resolve) => setTimeout(resolve, scene.patience.step))
  }
}

function forbidden(pid: number, user: string, raw = ''): RefusalError {
  return new RefusalError('ProcessForbidden', {
    params: user === '' ? { pid } : { pid, user },
    evidence: `kill ${pid}: EPERM`,
    raw,
  })
}

export const sendSignal: SendSignal = (pid, signal) => {
  try {
    process.kill(pid, signal)
    return 'sent'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ESRCH') return 'gone'
    if (code === 'EPERM') return 'forbidden'
    throw error
  }
}
