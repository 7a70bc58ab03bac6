// Finds the host's pids of the kernels in a container: its cgroup lists its processes, and a kernel's command line names
// its connection file. Only processes that came since the last look are read.
import type { Looking } from './looking'
import { pathsIn } from './placement'
import type { ProcFiles } from './proc-files'
import { kernelIdIn } from './proc-text'

type Scene = {
  proc: ProcFiles
  looking: Looking
  /** The host's pid of a container's first process; null when it does not run, or on another machine. */
  firstPid: (containerId: string) => Promise<number | null>
}

/** A process may be caught between its fork and its exec, with the command line of its parent. */
const looksBeforeSettled = 2
/** Where cgroup v2, its hybrid place, and the controllers of v1 are mounted (systemd's layout, which all engines expect). */
const mounts = ['', '/unified', '/pids', '/memory', '/cpu', '/systemd'].map((name) => `/sys/fs/cgroup${name}`)

export type KernelPids = (containerIds: readonly string[]) => Promise<ReadonlyMap<string, number>>

export function createKernelPids({ proc, looking, firstPid }: Scene): KernelPids {
  /** Of each container: its file of pids, and what is known of each pid. */
  const containers = new Map<
    string,
    { file: string; pids: Map<number, { kernel: string | null; looks: number }> }
  >()

  async function fileOf(containerId: string): Promise<string | null> {
    const pid = await firstPid(containerId)
    if (pid === null || pid <= 0) return null
    const cgroup = await proc.read(`/proc/${pid}/cgroup`)
    // On another machine, or in another numbering, that pid is somebody else's.
    if (cgroup.is !== 'text' || !cgroup.text.includes(containerId)) return null
    for (const path of pathsIn(cgroup.text).filter((each) => each.includes(containerId))) {
      if (path.split('/').includes('..')) continue
      for (const mount of mounts) {
        const file = `${mount}${path}/cgroup.procs`
        const answer = await proc.read(file)
        if (answer.is === 'text' && answer.text !== '') return file
      }
    }
    return null
  }

  async function pidsOf(containerId: string): Promise<number[]> {
    const known = containers.get(containerId)
    const answer = known ? await proc.read(known.file) : null
    if (answer?.is === 'text' && answer.text !== '') return numbersIn(answer.text)
    containers.delete(containerId)
    const file = await fileOf(containerId)
    if (file === null) return []
    containers.set(containerId, { file, pids: new Map() })
    const first = await proc.read(file)
    return first.is === 'text' ? numbersIn(first.text) : []
  }

  async function kernelsOf(
    containerId: string,
  ): Promise<[kernelId: string, pid: number, startTicks: number][]> {
    const present = await pidsOf(containerId)
    const known = containers.get(containerId)?.pids ?? new Map<number, never>()
    for (const pid of [...known.keys()]) if (!present.includes(pid)) known.delete(pid)
    const found: [string, number, number][] = []
    for (const pid of present) {
      const before = known.get(pid)
      if (before?.kernel === null && before.looks >= looksBeforeSettled) continue
      const sight = await looking.lookAt(pid)
      if (sight.is !== 'seen') continue
      const kernel = kernelIdIn(sight.process.args)
      known.set(pid, { kernel, looks: (before?.looks ?? 0) + 1 })
      if (kernel !== null) found.push([kernel, pid, sight.process.startTicks])
    }
    return found
  }

  return async (containerIds) => {
    const pids = new Map<string, number>()
    const found = (await Promise.all(containerIds.map(kernelsOf))).flat()
    // Forked children keep the command line: the oldest is the kernel itself.
    for (const [kernel, pid] of found.sort((a, b) => a[2] - b[2] || a[1] - b[1])) {
      if (!pids.has(kernel)) pids.set(kernel, pid)
    }
    for (const id of [...containers.keys()]) if (!containerIds.includes(id)) containers.delete(id)
    looking.keep(found.map(([, pid]) => pid))
    return pids
  }
}

function numbersIn(text: string): number[] {
  return text.split('\n').flatMap((line) => (/^[1-9]\d*$/.test(line) ? [Number(line)] : []))
}
