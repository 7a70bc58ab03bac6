import { afterEach, expect, test } from 'vitest'
import { createFlow, inProcessCarriers, type Flow } from '../../../shared/bytes'
import { RefusalError, type RefusalCode } from '../../../shared/model/refusal'
import { createSession, type Session } from './session'
import type { AskLog } from './earlier'
import type { Filter, Shown } from './sieve'

const everything: Filter = {
  levels: new Set<Shown>(['error', 'warn', 'info', 'debug', 'none']),
  sources: new Set(['stdout', 'stderr']),
  pattern: null,
  onlyMatches: null,
  clearedBefore: null,
}
const timeOf = (at: number) => `2026-01-31T12:00:00.${String(at).padStart(9, '0')}Z`

/** A log of numbered lines that answers as the engine does: the last so many, not before, not after, and what comes. */
function createLog() {
  let written = 0
  let refused: RefusalCode | null = null
  const flows = new Set<Flow>()
  const asked: Parameters<AskLog>[0][] = []
  const lineOf = (at: number) => Buffer.from(`${timeOf(at)} ${at}\n`)
  const ask: AskLog = (options) => {
    asked.push(options)
    if (refused !== null) return Promise.reject(new RefusalError(refused))
    const [near, far] = inProcessCarriers()
    const flow = createFlow(near, { onClose: () => flows.delete(flow) })
    const { tail, since = '', until = '~', follow } = options
    for (let at = Math.max(0, written - tail); at < written; at += 1)
      if (timeOf(at) >= since && timeOf(at) <= until) flow.write(lineOf(at))
    if (follow) flows.add(flow)
    else flow.end({ reason: 'finished', detail: '' })
    return Promise.resolve({ carrier: far, framing: 'raw' as const })
  }
  const end = (reason: 'finished' | 'lost') => {
    for (const flow of flows) flow.end({ reason, detail: '' })
    flows.clear()
  }
  return {
    ask,
    asked,
    end,
    write(count: number) {
      for (const until = written + count; written < until; written += 1)
        for (const flow of flows) flow.write(lineOf(written))
    },
    refuse: (code: RefusalCode | null) => {
      refused = code
    },
  }
}

let stop: () => void = () => undefined
afterEach(() => stop())

/** Patterns that are tried take this long; null: for ever. */
let took: number | null = 1
afterEach(() => (took = 1))

function open(log: ReturnType<typeof createLog>, keep = 100_000): Session {
  const frame = (work: () => void) => {
    const handle = setImmediate(work)
    return () => clearImmediate(handle)
  }
  const session = createSession({
    ...{ ask: log.ask, frame, filter: everything, keep },
    tryOut: { run: () => Promise.resolve(took), stop: () => undefined },
  })
  stop = session.subscribe(() => undefined)
  return session
}
const until = (session: Session, wanted: (log: ReturnType<Session['get']>) => boolean) =>
  expect.poll(() => wanted(session.get()), { timeout: 10_000, interval: 5 }).toBe(true)
const texts = (session: Session) => session.get().rows.map(({ text }) => text)
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => String(from + at))

test('opens the tail, follows, and loads what came before until there is nothing', async () => {
  const log = createLog()
  log.write(14_000)
  const session = open(log)
  await until(session, ({ rows }) => rows.at(-1)?.text === '13999')
  expect(texts(session)).toEqual(numbers(12_000, 14_000))
  log.write(10)
  await until(session, ({ rows }) => rows.at(-1)?.text === '14009')
  await session.loadEarlier()
  expect(session.get().earlier).toEqual({ is: 'unknown' })
  await session.loadEarlier()
  expect(session.get().earlier).toEqual({ is: 'all' })
  expect(texts(session)).toEqual(numbers(0, 14_010))
  const many = log.asked.length
  await session.loadEarlier()
  expect(log.asked.length).toBe(many)
})

test('earlier lines are not put before a gap: what stood between was dropped while they travelled', async () => {
  const log = createLog()
  log.write(14_000)
  let arrive: () => void = () => undefined
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  const ask: AskLog = async (options, signal) => {
    const answer = await log.ask(options, signal)
    if (!options.follow) await arrived
    return answer
  }
  const session = open({ ...log, ask }, 3000)
  await until(session, ({ rows }) => rows.at(-1)?.text === '13999')
  const loading = session.loadEarlier()
  log.write(4000)
  await until(session, ({ rows }) => rows.at(-1)?.text === '17999')
  arrive()
  await loading
  const { earlier, lines } = session.get()
  expect(earlier).toEqual({ is: 'full' })
  expect(lines).toBeLessThan(3200)
  expect(texts(session)).toEqual(numbers(18_000 - lines, 18_000))
})

test('a stream that is not framed as the engine said is told as lost, now and for earlier lines, and never waited for', async () => {
  const log = createLog()
  log.write(3000)
  let broken = false
  let tried = 0
  const ask: AskLog = async (options, signal) => {
    if (!broken) return log.ask(options, signal)
    tried += 1
    const [near, far] = inProcessCarriers()
    createFlow(near).write(Buffer.from('plain text, no frames at all'))
    return { carrier: far, framing: 'multiplexed' }
  }
  const session = open({ ...log, ask })
  await until(session, ({ rows }) => rows.length === 2000)
  broken = true
  await session.loadEarlier()
  expect(session.get().earlier.is).toBe('refused')
  log.end('lost')
  // Once for the earlier lines, and then again and again.
  await until(session, ({ phase }) => tried >= 3 && phase.is === 'standing' && phase.because === 'lost')
  broken = false
  log.write(5)
  await until(session, ({ rows }) => rows.at(-1)?.text === '3004')
})

test('a lost engine is come back to by itself, and no line is repeated or missed', async () => {
  const log = createLog()
  log.write(100)
  const session = open(log)
  await until(session, ({ rows }) => rows.length === 100)
  log.refuse('EngineDown')
  log.end('lost')
  await until(session, ({ phase }) => phase.is === 'standing' && phase.because === 'lost')
  expect(texts(session)).toEqual(numbers(0, 100))
  log.write(50)
  log.refuse(null)
  await until(session, ({ rows }) => rows.length === 150)
  expect(texts(session)).toEqual(numbers(0, 150))
  expect(session.get()).toMatchObject({ gap: false, phase: { is: 'following' } })
})

test('the log of a container that stopped stays, and goes on when it starts again', async () => {
  const log = createLog()
  const session = open(log)
  session.tell({ key: 'running', container: 'running' })
  log.write(10)
  await until(session, ({ rows }) => rows.length === 10)
  session.tell({ key: 'exited', container: 'standing' })
  log.end('finished')
  await until(session, ({ phase }) => phase.is === 'standing' && phase.because === 'stopped')
  session.tell({ key: 'running again', container: 'running' })
  await until(session, ({ phase }) => phase.is === 'following')
  log.write(10)
  await until(session, ({ rows }) => rows.length === 20)
  expect(texts(session)).toEqual(numbers(0, 20))
})

test('a removed container’s log stays too, and one that cannot be read is refused', async () => {
  const log = createLog()
  log.write(3)
  const session = open(log)
  await until(session, ({ rows }) => rows.length === 3)
  log.refuse('NotFound')
  log.end('finished')
  session.tell({ key: 'gone', container: 'gone' })
  await until(session, ({ phase }) => phase.is === 'standing' && phase.because === 'removed')
  expect(texts(session)).toEqual(numbers(0, 3))
  stop()
  const none = createLog()
  none.refuse('LogUnreadable')
  const refused = open(none)
  await until(refused, ({ phase }) => phase.is === 'refused' && phase.refusal.code === 'LogUnreadable')
})

test('more lines than can be kept are held back while somebody reads further up, and left behind at the end', async () => {
  const log = createLog()
  const session = open(log, 5_000)
  await until(session, ({ phase }) => phase.is === 'following')
  session.readAbove(true)
  log.write(30_000)
  await until(session, ({ held }) => held)
  const { rows } = session.get()
  expect(rows[0]?.text).toBe('0')
  expect(rows.length).toBeLessThan(20_000)
  session.readAbove(false)
  await until(session, (now) => now.rows.at(-1)?.text === '29999')
  expect(session.get().lines).toBe(2000)
})

test('another filter is another view of the same lines', async () => {
  const log = createLog()
  log.write(100)
  const session = open(log)
  await until(session, ({ rows }) => rows.length === 100)
  session.look({ ...everything, pattern: /9/gu, onlyMatches: { around: 0 } })
  expect(texts(session)).toHaveLength(19)
  log.write(1)
  session.look(everything)
  await until(session, ({ rows }) => rows.length === 101)
})

test('a pattern that may stand still is tried first, and one that does is not used: all lines stay', async () => {
  const log = createLog()
  log.write(100)
  const session = open(log)
  await until(session, ({ lines }) => lines === 100)
  const only = { ...everything, onlyMatches: { around: 0 } }
  session.look({ ...only, pattern: /7+$/gu })
  expect(session.get()).toMatchObject({ search: 'trying', pattern: null })
  expect(texts(session)).toHaveLength(100)
  await until(session, ({ search }) => search === 'fine')
  expect(texts(session)).toEqual(['7', '17', '27', '37', '47', '57', '67', '77', '87', '97'])
  log.write(10)
  await until(session, ({ rows }) => rows.at(-1)?.text === '107')
  took = null
  const still = /(8+)+$/gu
  session.look({ ...only, pattern: still })
  await until(session, ({ search }) => search === 'slow')
  expect(session.get().pattern).toBeNull()
  expect(texts(session)).toEqual(numbers(0, 110))
  // Another filter with the same pattern: it stays unused.
  session.look({ ...everything, levels: new Set<Shown>(['none']), pattern: still })
  expect(session.get()).toMatchObject({ search: 'slow', pattern: null })
  took = 1
  session.look({ ...only, pattern: /10[89]+$/gu })
  await until(session, ({ search }) => search === 'fine')
  expect(texts(session)).toEqual(['108', '109'])
})
