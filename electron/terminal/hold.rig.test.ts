import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun } from '../../e2e/rig'
import type { Engine } from '../engine'
import type { TerminalRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '.'
import { drive, eventually } from './driver'
import { engineOf, startContainer } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Holding a program back is not tested: ${why}\n`)

/** Writes numbered lines for ever and says how far it is; told to stop, it says what it wrote in all. */
const program = `
import hashlib, os
digest, count = hashlib.sha256(), 0
counter = os.open('/shared/count', os.O_CREAT | os.O_WRONLY)
while not os.path.exists('/shared/stop'):
    block = b''.join(b'%015d\\n' % (count + line) for line in range(512))
    sent = 0
    while sent < len(block): sent += os.write(1, block[sent:])
    digest.update(block)
    count += 512
    os.pwrite(counter, b'%015d' % (count * 16), 0)
open('/shared/sum.new', 'w').write('%d %s' % (count * 16, digest.hexdigest()))
os.rename('/shared/sum.new', '/shared/sum')
`
const mebibyte = 2 ** 20

describe.skipIf(why !== null).each(['engine', 'pty'] as const)('a program over the %s carrier', (carrier) => {
  const streams = createStreamRegistry({ log: () => undefined })
  let engine: Engine
  let room: TerminalRoom
  let containerId = ''
  let folder = ''

  beforeAll(async () => {
    const rig = await up()
    engine = await engineOf(rig)
    folder = await mkdtemp(join(tmpdir(), 'berth-terminal-'))
    const env = { ...process.env, ...rig.env }
    room = createTerminals({ engine, streams, env, stateFolder: folder, log: () => undefined })
    containerId = await startContainer(engine, {
      image: rig.images.plain,
      binds: [{ source: folder, target: '/shared', readOnly: false }],
    })
    await writeFile(join(folder, 'flood.py'), program)
  })
  afterAll(async () => {
    await room.dispose()
    await engine.containers.remove(containerId)
    await engine.dispose()
    await rm(folder, { recursive: true })
  })

  const written = async () => Number(await readFile(join(folder, 'count'), 'latin1').catch(() => '0'))

  /** How far it had come when it stood still for two seconds. */
  async function stoodAt(): Promise<number> {
    for (let last = -1, still = 0; ;) {
      const now = await written()
      still = now > 0 && now === last ? still + 1 : 0
      if (still === 8) return now
      last = now
      await delay(250)
    }
  }

  test('stands still while a window takes nothing, within bounded memory, and loses no byte when it goes on', async () => {
    const target = { is: 'container', containerId } as const
    const { id } = await room.open({ target, carrier, cols: 80, rows: 24 })
    const unacknowledged: (() => void)[] = []
    let reads = true
    const person = drive(streams, id, (acknowledge) => {
      if (reads) acknowledge()
      else unacknowledged.push(acknowledge)
    })
    await person.until(/[#$] $/, 60_000)
    reads = false
    const before = process.memoryUsage().rss
    // One command: the shell draws nothing between the mark and the flood.
    person.type("stty -opost -echo; printf '<be''gin>'; python3 /shared/flood.py; exit\n")
    const stood = await stoodAt()
    // What the kernel, the engine and the channel hold between them.
    expect(stood).toBeLessThan(16 * mebibyte)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * mebibyte)

    reads = true
    for (const acknowledge of unacknowledged.splice(0)) acknowledge()
    await eventually(async () => (await written()) > stood + 4 * mebibyte, 60_000)
    await writeFile(join(folder, 'stop'), '')
    await person.ended
    const [bytes, sum] = (await readFile(join(folder, 'sum'), 'latin1')).split(' ')
    const received = person.bytes()
    const from = received.indexOf('<begin>') + '<begin>'.length
    const flood = received.subarray(from, from + Number(bytes))
    expect(createHash('sha256').update(flood).digest('hex')).toBe(sum)
  })
})
