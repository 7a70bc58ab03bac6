import { pack } from 'tar-stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { usageBetween, type Engine } from '.'
import { openStage, refusalOf, type Stage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Engine tests are skipped: ${why}\n`)
const mark = 'engine-inside'
let stage: Stage

describe.skipIf(why !== null)('inside a container', () => {
  let rig: Rig
  let engine: Engine
  const running: Stage['running'] = (change) => stage.running(change)

  beforeAll(async () => {
    rig = await up()
    stage = openStage(mark, rig)
    engine = stage.engine
  })
  afterEach(() => stage.clear())
  afterAll(() => engine.dispose())

  it('brings every byte through a terminal unchanged, ctrl-p included, and resizes it', async () => {
    // Busybox's stty cannot set every flag of a raw terminal; Debian's can.
    const id = await running({ image: rig.images.plain })
    const session = await engine.containers.exec(id, {
      cmd: ['sh', '-c', 'stty raw -echo; stty size; exec cat'],
      ...{ tty: true, stdin: true, size: { cols: 97, rows: 31 } },
    })
    const seen: Buffer[] = []
    session.stream.on('data', (chunk: Buffer) => seen.push(chunk))
    const text = () => Buffer.concat(seen)
    await expect.poll(() => text().toString('latin1'), { timeout: 10_000 }).toMatch(/^\d+ \d+\r?\n$/)
    const start = text().length
    const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 0x1e))
    session.stream.write(every)
    await expect
      .poll(() => text().subarray(start).toString('hex'), { timeout: 10_000 })
      .toBe(every.toString('hex'))
    await session.resize({ cols: 120, rows: 40 })
    const size = await engine.containers.run(id, {
      cmd: ['sh', '-c', 'for t in /dev/pts/[0-9]*; do stty -F $t size; done'],
    })
    expect(size.stdout).toContain('40 120')
    session.stream.destroy()
  })

  it('feeds a program its input to the end, and tells stdout from stderr', async () => {
    const id = await running()
    const session = await engine.containers.exec(id, { cmd: ['wc', '-c'], tty: false, stdin: true })
    const seen: Buffer[] = []
    session.stream.on('data', (chunk: Buffer) => seen.push(chunk))
    session.stream.end(Buffer.alloc(300_000, 'x'))
    await new Promise((resolve) => session.stream.once('end', resolve))
    expect(Buffer.concat(seen).subarray(8).toString()).toBe('300000\n')
    await expect.poll(() => session.inspect()).toMatchObject({ running: false, exitCode: 0 })
    expect(
      await engine.containers.run(id, { cmd: ['sh', '-c', 'echo 中文; echo ошибка >&2; exit 3'] }),
    ).toEqual({
      ...{ exitCode: 3, stdout: '中文\n', stderr: 'ошибка\n' },
    })
  })

  it('puts files in and reads them back, through links, up to a limit', async () => {
    const id = await running()
    const tar = pack()
    tar.entry({ name: 'note.txt', mode: 0o600 }, 'a note\n')
    tar.entry({ name: 'link', type: 'symlink', linkname: '/note.txt' })
    tar.finalize()
    const parts: Uint8Array[] = []
    for await (const part of tar) parts.push(part as Uint8Array)
    await engine.containers.putArchive(id, '/', Buffer.concat(parts))
    expect(String(await engine.containers.readFile(id, '/link'))).toBe('a note\n')
    expect(await engine.containers.readFile(id, '/absent')).toBeNull()
    expect(await engine.containers.stat(id, '/note.txt')).toEqual({ mode: 0o100600, linkTarget: '', size: 7 })
    expect(await engine.containers.stat(id, '/link')).toMatchObject({ linkTarget: '/note.txt' })
    expect(await refusalOf(engine.containers.readFile(id, '/note.txt', { maxBytes: 3 }))).toMatchObject({
      code: 'InvalidInput',
    })
    expect(await refusalOf(engine.containers.readFile(id, '/etc'))).toMatchObject({ code: 'InvalidInput' })
  })

  it('measures processor and memory while asked to, and lists processes by their host pid', async () => {
    const id = await running({
      cmd: ['sh', '-c', 'while :; do :; done'],
      nanoCpus: 5e8,
      memoryBytes: 2 ** 28,
    })
    const { signal } = new AbortController()
    const before = await engine.containers.usage(id, signal)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const used = usageBetween(id, before, await engine.containers.usage(id, signal))
    expect(used).toMatchObject({ id, memoryLimitBytes: 2 ** 28 })
    expect(used?.cpuPercent).toBeGreaterThan(10)
    expect(used?.cpuPercent).toBeLessThan(100)
    expect(used?.memoryBytes).toBeGreaterThan(0)
    const { pid } = await engine.containers.inspect(id)
    expect((await engine.containers.top(id)).map((one) => one.pid)).toContain(pid)
  })

  it('follows a log until it is told to stop', async () => {
    const id = await running({ cmd: ['sh', '-c', 'while :; do echo tick; sleep 0.1; done'] })
    const stop = new AbortController()
    const { stream, tty } = await engine.containers.logs(id, {
      ...{ follow: true, tail: 10, timestamps: false, signal: stop.signal },
    })
    expect(tty).toBe(false)
    let bytes = 0
    const error: unknown = await (async () => {
      for await (const chunk of stream) {
        bytes += (chunk as Buffer).length
        if (bytes > 30) stop.abort()
      }
    })().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ refusal: { code: 'Cancelled' } })
    expect(bytes).toBeGreaterThan(30)
  })
})
