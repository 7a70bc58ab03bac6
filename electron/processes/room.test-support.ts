// For tests of the room: a scripted driver, a written /proc, cards that tick.
import { PassThrough } from 'node:stream'
import { expect } from 'vitest'
import type { Container } from '../../shared/contract/containers'
import type { GpuState } from '../../shared/contract/gpus'
import type { GpuUse } from '../../shared/contract/processes'
import { card } from '../../shared/model/launch/example'
import type { RunCommand } from '../gpu'
import type { ContainerKernels, ProcessRoom } from '../services'
import { createWatched } from '../watched'
import { createProcesses } from '.'
import type { Sent } from './end'
import { treeOf } from './trees.test-support'

type Ending = Awaited<ReturnType<RunCommand>['ended']>

const closers: (() => Promise<void>)[] = []
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0)) await close()
}

export const live = (change: Partial<Extract<GpuState, { is: 'live' }>> = {}): GpuState => ({
  ...{ is: 'live', at: 0, driver: '570.1', cuda: '12.8', simulated: null },
  cards: [card(0, 'GPU-aaaa', 100)],
  ...change,
})

/** nvidia-smi as a script: each start of the looping query is one that the test speaks through. */
function scripted(answers: Record<string, string> = {}) {
  const queries: { say(text: string): void; end(code: number): void; running: boolean }[] = []
  const asked: string[] = []
  const run: RunCommand = (args) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    let settle: (ending: Ending) => void = () => undefined
    const ended = new Promise<Ending>((resolve) => (settle = resolve))
    const finish = (code: number | null) => {
      query.running = false
      stdout.end()
      stderr.end()
      stdout.once('close', () => settle({ is: 'ended', code }))
      stdout.resume()
    }
    const query = { say: (text: string) => void stdout.write(text), end: finish, running: true }
    if (args.includes('-lms')) queries.push(query)
    else {
      asked.push(args.join(' '))
      query.say(answers[args.join(' ')] ?? '')
      finish(0)
    }
    return {
      ...{ stdout, stderr, ended },
      async stop() {
        if (query.running) finish(null)
        await ended
      },
    }
  }
  return { run, queries, asked }
}

export const header = 'timestamp, gpu_uuid, pid, used_gpu_memory [MiB], process_name\n'
export const row = (pid: number, mib: number, second = 0, uuid = 'GPU-aaaa') =>
  `2026/11/24 04:51:${String(second).padStart(2, '0')}.115, ${uuid}, ${pid}, ${mib}, python\n`

export function open(
  options: { tree?: string; answers?: Record<string, string>; kernels?: ContainerKernels[] } = {},
) {
  const driver = scripted(options.answers)
  const tree = treeOf(options.tree ?? 'docker-v2-systemd')
  const cards = createWatched<GpuState>({ is: 'looking' })
  const list = createWatched<Container[]>([])
  const sent: [number, string][] = []
  const kernelsAsked: number[] = []
  const answer: { kill: Sent } = { kill: 'sent' }
  const room = createProcesses({
    ...{ run: driver.run, proc: tree, gpus: cards, log: () => undefined, now: Date.now },
    containers: { list: list.get, watch: list.watch },
    kernels: () => {
      kernelsAsked.push(1)
      return Promise.resolve(options.kernels ?? [])
    },
    send: (pid, signal) => {
      sent.push([pid, signal])
      if (answer.kill === 'sent' && signal === 'SIGKILL') tree.end(pid)
      return answer.kill
    },
    patience: {
      ...{ first: 2000, period: 100, slack: 60, quiet: 10, proof: 60_000, linger: 20, backOff: [10] },
      ...{ details: 100, kernels: 50, ending: 200 },
    },
  })
  closers.push(() => room.dispose())
  const query = async (number = 1) => {
    await expect.poll(() => driver.queries.length, { timeout: 5000 }).toBe(number)
    const found = driver.queries[number - 1]
    if (!found) throw new Error('no query')
    return found
  }
  return { room, driver, tree, cards, list, sent, kernelsAsked, answer, query }
}

/** Follows the room until the test ends; `shown` are the pids on the screen, null when nothing is known. */
export function following(room: ProcessRoom) {
  const stop = new AbortController()
  const seen: GpuUse[] = []
  const done = (async () => {
    for await (const use of room.watch(stop.signal)) seen.push(use)
  })()
  closers.unshift(() => {
    stop.abort()
    return done
  })
  const last = () => seen.at(-1)
  const shown = () => {
    const use = last()
    return use?.is === 'live' ? use.processes.map(({ pid }) => pid) : null
  }
  return { seen, last, shown, leave: () => stop.abort() }
}

export const soon = { timeout: 5000, interval: 5 }
