// The heap after an hour of samples of eight cards, beside the heap after the first minutes: poured in as fast as they are read.
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGpus, type RunCommand } from '../../../electron/gpu'
import { rounded } from '../figures'

const cards = 8
const warmUp = 300
const hour = 3600
const leastSeen = 0.98 * (warmUp + hour)
const header =
  'timestamp, index, uuid, pci.bus_id, driver_version, count, memory.total [MiB], memory.used [MiB], utilization.gpu [%], name\n'

/** Megabytes, after a full collection on both sides. */
export async function heapGrowth(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let second = 0
  const gate = createGate()
  const run: RunCommand = (args) =>
    args.includes('-lms')
      ? command(Readable.from(samples(gate, (at) => (second = at))))
      : command(answerOf(args))
  const gpus = createGpus({ run, log: () => undefined, now: () => second * 1000 })
  const stop = new AbortController()
  let seen = 0
  const watching = (async () => {
    for await (const state of gpus.watch(stop.signal))
      if (state.is === 'live' && state.cards.length === cards) seen += 1
  })()
  const heapAt = async (until: number) => {
    await gate.openUntil(until)
    await new Promise((resolve) => setTimeout(resolve, 200))
    collect()
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  }
  const before = await heapAt(warmUp)
  const after = await heapAt(warmUp + hour)
  // One that is rejected costs no memory, and would pass for thrift.
  if (seen < leastSeen) throw new Error(`${seen} samples of ${warmUp + hour} were seen`)
  gate.openUntil(Infinity).catch(() => undefined)
  stop.abort()
  await watching
  await gpus.dispose()
  return rounded((after - before) / 2 ** 20)
}

/** Lets the samples through up to a second of the simulated clock. */
function createGate() {
  let limit = 0
  let wake: () => void = () => undefined
  let arrived: () => void = () => undefined
  return {
    pass: async (at: number) => {
      while (at > limit) {
        arrived()
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    openUntil: (until: number) => {
      const there = new Promise<void>((resolve) => (arrived = resolve))
      limit = until
      wake()
      return there
    },
  }
}

async function* samples(gate: ReturnType<typeof createGate>, tick: (at: number) => void) {
  yield header
  for (let at = 1; ; at += 1) {
    await gate.pass(at)
    tick(at)
    const stamp = new Date(Date.UTC(2026, 0, 1) + at * 1000)
      .toISOString()
      .replace(/-/g, '/')
      .replace('T', ' ')
      .slice(0, 23)
    yield Array.from(
      { length: cards },
      (_, card) =>
        `${stamp}, ${card}, GPU-0000000${card}-aaaa, 00000000:0${card}:00.0, 570.1, ${cards}, 81920, ${1000 + ((at * 7) % 70_000)}, ${at % 100}, NVIDIA H100\n`,
    ).join('')
    // A round ends with the event loop's turn, as a second of a real tool's does.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function answerOf(args: readonly string[]): Readable {
  const names = header
    .trim()
    .split(', ')
    .map((cell) => `"${cell.replace(/ \[.*/, '')}"`)
  if (args[0] === '--help-query-gpu') return Readable.from([`${names.join('\n')}\n`])
  return Readable.from(['DRIVER version : 570.1\nCUDA Version : 12.8\n'])
}

function command(stdout: Readable): ReturnType<RunCommand> {
  const ended = new Promise<{ is: 'ended'; code: number | null }>((resolve) =>
    stdout.once('close', () => resolve({ is: 'ended', code: 0 })),
  )
  return { stdout, stderr: Readable.from([]), ended, stop: () => Promise.resolve(void stdout.destroy()) }
}
