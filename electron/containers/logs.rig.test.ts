import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { docker } from '../../e2e/app/docker'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { createLogReader, inProcessCarriers, openSink, type StreamEnd } from '../../shared/bytes'
import { openStage, refusalOf, type Stage } from '../engine/stage'
import type { ContainersRoom, StreamRegistry } from '../services'
import { createStreamRegistry } from '../streams'
import { createContainers } from '.'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Logs are not tested on an engine: ${why}\n`)

type Ask = Parameters<ContainersRoom['openLogs']>[1]
type On = { rig: Rig; stage: Stage; room: ContainersRoom; streams: StreamRegistry }

function open(rig: Rig): On {
  const stage = openStage('logs', rig)
  const streams = createStreamRegistry({ log: () => undefined })
  return {
    rig,
    stage,
    streams,
    room: createContainers({ engine: stage.engine, streams, log: () => undefined }),
  }
}

/** Reads a log as the screen does: what was said, and how it ended. */
async function reading(on: On, id: string, ask: Ask) {
  const { stream, framing } = await on.room.openLogs(id, ask)
  const reader = createLogReader(framing, ask.timestamps)
  const [near, far] = inProcessCarriers()
  const seen: { source: string; time: string; text: string }[] = []
  let sink: { close: () => void } = { close: () => undefined }
  const ended = new Promise<StreamEnd>((resolve) => {
    sink = openSink(far, {
      onBytes: (bytes, used) => {
        for (const { source, time, body } of reader.push(bytes))
          seen.push({ source, time, text: Buffer.from(body).toString() })
        used(bytes.length)
      },
      onEnd: resolve,
    })
    on.streams.connect(stream, near)
  })
  return { seen, ended, texts: () => seen.map(({ text }) => text), close: () => sink.close() }
}

const all: Ask = { tail: 1_000_000, follow: false, timestamps: true }

describe.skipIf(why !== null)('the log of a container', () => {
  let on: On
  beforeAll(async () => {
    on = open(await up())
  })
  afterEach(() => on.stage.clear())
  afterAll(async () => {
    await on.room.dispose()
    await on.stage.engine.dispose()
  })

  const finished = async (script: string, change: Parameters<Stage['running']>[0] = {}) => {
    const id = await on.stage.running({ cmd: ['sh', '-c', script], ...change })
    await on.stage.engine.containers.wait(id)
    return id
  }

  it('gives the newest lines, then the earlier ones up to the oldest that is known', async () => {
    const id = await finished('seq 1 20000')
    const tail = await reading(on, id, { ...all, tail: 1000 })
    expect(await tail.ended).toMatchObject({ reason: 'finished' })
    expect(tail.texts()).toEqual(Array.from({ length: 1000 }, (_, at) => `${19_001 + at}\n`))
    const until = tail.seen[0]?.time ?? ''
    const same = tail.seen.filter(({ time }) => time === until).length
    const earlier = await reading(on, id, { ...all, tail: 1000 + 5000, until })
    await earlier.ended
    // Both ends of a range are inclusive: the lines of that very time come again.
    expect(earlier.texts().slice(0, -same)).toEqual(
      Array.from({ length: 5000 }, (_, at) => `${14_001 + at}\n`),
    )
  })

  it('follows, and goes on from a time without losing a line', async () => {
    const id = await on.stage.running({
      cmd: ['sh', '-c', 'i=0; while :; do i=$((i+1)); echo $i; [ $((i % 500)) -eq 0 ] && sleep 0.05; done'],
    })
    const first = await reading(on, id, { ...all, follow: true })
    await expect.poll(() => first.seen.length, { timeout: 20_000 }).toBeGreaterThan(2000)
    first.close()
    const held = first.seen.length
    const since = first.seen.at(-1)?.time ?? ''
    const same = first.seen.filter(({ time }) => time === since).length
    const second = await reading(on, id, { ...all, tail: 100_000, follow: true, since })
    await expect.poll(() => second.seen.length, { timeout: 20_000 }).toBeGreaterThan(2000)
    second.close()
    const whole = [...first.texts(), ...second.texts().slice(same)]
    expect(whole).toEqual(whole.map((_, at) => `${at + 1}\n`))
    expect(whole.length).toBeGreaterThan(held)
  })

  it('tells stdout from stderr, and joins lines of more than 16 kB, with and without a terminal', async () => {
    const script = 'head -c 40000 /dev/zero | tr "\\0" a; echo; echo oops >&2'
    const parts = await reading(on, await finished(script), all)
    await parts.ended
    expect(parts.seen.map(({ source, text }) => [source, text.length])).toEqual(
      expect.arrayContaining([
        ['stdout', 16_384],
        ['stderr', 5],
      ]),
    )
    const raw = await reading(on, await finished(script, { tty: true }), all)
    await raw.ended
    for (const { seen } of [parts, raw]) {
      expect(new Set(seen.map(({ time }) => time)).size).toBe(2)
      const long = seen.filter(({ text }) => !text.includes('oops')).map(({ text }) => text)
      expect(long.join('').trimEnd()).toBe('a'.repeat(40_000))
    }
  })

  it('saves 50 MB exactly as they were written, and with times line by line', async () => {
    const script =
      'i=0; while [ $i -lt 50 ]; do yes "line of a log, 47 bytes, 中文 and no more $i" | head -n 22000; i=$((i+1)); done'
    const id = await finished(`${script} | tee /tmp/copy; sha256sum /tmp/copy >&2; rm /tmp/copy`)
    const bytes = async (timestamps: boolean) => {
      const parts: Buffer[] = []
      const source = await on.room.logFile(id, { timestamps }).open(AbortSignal.timeout(100_000))
      for await (const chunk of source) if (Buffer.isBuffer(chunk)) parts.push(chunk)
      return Buffer.concat(parts)
    }
    const plain = await bytes(false)
    // The engine reads both streams side by side: the sum on stderr may stand before the last lines of stdout.
    const text = plain.toString('latin1')
    const told = /^([0-9a-f]{64}) {2}\/tmp\/copy\n/m.exec(text)
    const log = Buffer.from(text.replace(told?.[0] ?? '', ''), 'latin1')
    expect(log.length).toBeGreaterThan(50_000_000)
    expect(told?.[1]).toBe(createHash('sha256').update(log).digest('hex'))
    const timed = (await bytes(true)).toString().split('\n')
    expect(timed.length).toBe(plain.toString().split('\n').length)
    expect(timed.slice(0, -1).every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z \S/.test(line))).toBe(true)
  })

  it('lets go of the engine when whoever saves goes away', async () => {
    const id = await finished('yes 0123456789 | head -n 1000000')
    const source = await on.room.logFile(id, { timestamps: false }).open(new AbortController().signal)
    for await (const _chunk of source) break
    expect(source.destroyed).toBe(true)
    expect(on.room.logFile(id, { timestamps: false }).suggestedName).toMatch(
      /^[\w.-]+-\d{4}-\d\d-\d\dT\d{4}\.log$/,
    )
  })

  it('refuses a log that its driver does not keep, in the engine’s words', async () => {
    const run = ['run', '--detach', '--log-driver', 'none', on.rig.images.tiny, 'echo', 'unheard']
    const id = await docker(on.rig, run)
    try {
      const refused = {
        code: 'LogUnreadable',
        evidence: 'configured logging driver does not support reading',
      }
      expect(await refusalOf(on.room.openLogs(id, all))).toMatchObject(refused)
      const file = on.room.logFile(id, { timestamps: false })
      expect(await refusalOf(file.open(new AbortController().signal))).toMatchObject(refused)
    } finally {
      await docker(on.rig, ['rm', '--force', id])
    }
  })
})

describe.skipIf(why !== null)('when the engine is killed under a log', () => {
  it('the log says that it was lost, and goes on from there once the engine is back', async () => {
    // A rig of its own: the shared one is never killed.
    const rig = await up({ name: 'logskill' })
    const on = open(rig)
    try {
      const id = await on.stage.running({
        cmd: ['sh', '-c', 'seq 1 3000; sleep 600'],
        restart: 'unless-stopped',
      })
      const first = await reading(on, id, { ...all, follow: true })
      await expect.poll(() => first.seen.length, { timeout: 20_000 }).toBe(3000)
      await rig.stopEngine('kill')
      expect(await first.ended).toMatchObject({
        reason: 'lost',
        detail: expect.stringContaining('EngineDown') as string,
      })
      await rig.startEngine()
      for await (const state of on.stage.engine.watch(AbortSignal.timeout(60_000)))
        if (state.is === 'up') break
      const since = first.seen.at(-1)?.time ?? ''
      const same = first.seen.filter(({ time }) => time === since).length
      const second = await reading(on, id, { ...all, follow: true, since })
      // The container's second run prints the same again.
      await expect.poll(() => second.seen.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(same)
      expect(second.seen.slice(0, same)).toEqual(first.seen.slice(-same))
      second.close()
    } finally {
      await on.room.dispose()
      await on.stage.engine.dispose()
      await rig.down({ purge: true })
    }
  })
})
