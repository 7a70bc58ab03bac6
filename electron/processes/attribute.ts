// From facts to owners, purely: host pid → cgroup → container → environment → kernel → notebook. What cannot be known is
// said with its reason and its evidence, never guessed.
import type { Container } from '../../shared/contract/containers'
import type { GpuProcess, KernelHint, ProcessOwner } from '../../shared/contract/processes'
import type { ServedKernels } from '../services'
import type { Around } from './around'
import type { Holding } from './holdings'
import type { ProcessFacts, Sight } from './looking'
import { kernelIdIn } from './proc-text'

export type OwnershipFacts = {
  holdings: readonly Holding[]
  around: Around
  /** By pid. One that is not here was not looked at. */
  sights: ReadonlyMap<number, Sight>
  /** Pids that the driver goes on naming although our /proc has never had them. */
  strangers: ReadonlySet<number>
  /** Of the engine; each with its whole id. */
  containers: readonly Pick<Container, 'id' | 'name' | 'environment'>[]
  kernels: readonly ServedKernels[]
  /** Names by uid. */
  users: ReadonlyMap<number, string>
}

const longestCommand = 2000
const ticksPerSecond = 100

export function attribute(facts: OwnershipFacts): GpuProcess[] {
  return facts.holdings.map(({ pid, command, holds }) => {
    const shared = facts.around.pids.is === 'shared'
    // Of another numbering, our process of that number is a stranger.
    const sight = shared ? facts.sights.get(pid) : undefined
    const process = sight?.is === 'seen' ? sight.process : null
    const uid = process?.uid ?? null
    return {
      pid,
      startedAt: process ? startedAt(process, facts.around) : null,
      command: commandOf(process) || (command ?? ''),
      user: uid === null ? null : (facts.users.get(uid) ?? String(uid)),
      holds,
      owner: ownerOf(pid, sight, facts),
    }
  })
}

/** USER_HZ is 100 on every system that Node supports. */
export function startedAt({ startTicks }: Pick<ProcessFacts, 'startTicks'>, { bootAt }: Around): number {
  return bootAt + (startTicks * 1000) / ticksPerSecond
}

function commandOf(process: ProcessFacts | null): string {
  return (process?.args ?? []).join(' ').trim().slice(0, longestCommand)
}

function ownerOf(pid: number, sight: Sight | undefined, facts: OwnershipFacts): ProcessOwner {
  const { around } = facts
  if (around.pids.is === 'other') return unknown('other-namespace', around.pids.evidence)
  if (sight === undefined || sight.is === 'gone') {
    if (around.hidesOthers) return unknown('no-permission', '/proc: hidepid=2')
    return facts.strangers.has(pid) ? unknown('other-namespace', `/proc/${pid}`) : unknown('gone', '')
  }
  if (sight.is === 'hidden') return unknown('no-permission', sight.raw)
  return placed(sight, facts)
}

function placed(sight: Extract<Sight, { is: 'seen' }>, facts: OwnershipFacts): ProcessOwner {
  const { placement, pid } = sight.process
  if (placement === null) return unknown('no-permission', `/proc/${pid}/cgroup`)
  switch (placement.is) {
    case 'none':
      return facts.around.wholeCgroups ? { is: 'host' } : unknown('other-namespace', placement.path)
    case 'above':
      return unknown('other-namespace', placement.path)
    case 'foreign':
      return unknown('other-engine', placement.path)
    case 'container': {
      const container = containerOf(sight.process, facts)
      if (!container) return unknown('other-engine', placement.path)
      return { is: 'container', ...namesOf(container), kernel: kernelOf(sight, container.id, facts) }
    }
  }
}

/** The innermost one that this engine knows: of an engine in a container, ours knows only the outer one. */
function containerOf({ placement }: ProcessFacts, { containers }: OwnershipFacts) {
  if (placement?.is !== 'container') return undefined
  for (const id of placement.ids.toReversed()) {
    const container = containers.find((each) => each.id === id)
    if (container) return container
  }
  return undefined
}

function namesOf({ id, name, environment }: OwnershipFacts['containers'][number]) {
  return {
    containerId: id,
    name,
    environment: environment && {
      id: environment.id,
      name: environment.name,
      startedBy: environment.startedBy ?? null,
    },
  }
}

/** The nearest of the process and its ancestors that is a kernel; those outside the container are nobody's kernel. */
function kernelOf(
  { process, lineage }: Extract<Sight, { is: 'seen' }>,
  containerId: string,
  facts: OwnershipFacts,
): KernelHint | null {
  for (const each of [process, ...lineage]) {
    const id = kernelIdIn(each.args)
    if (id === null || containerOf(each, facts)?.id !== containerId) continue
    const told = facts.kernels.find((one) => one.containerId === containerId)?.kernels ?? []
    const kernel = told.find((one) => one.id.toLowerCase() === id)
    if (!kernel) return { id, state: 'unknown', lastActivity: null, notebook: null }
    const { state, lastActivity, notebook } = kernel
    return { id: kernel.id, state, lastActivity, notebook }
  }
  return null
}

function unknown(why: Extract<ProcessOwner, { is: 'unknown' }>['why'], evidence: string): ProcessOwner {
  return { is: 'unknown', why, evidence }
}
