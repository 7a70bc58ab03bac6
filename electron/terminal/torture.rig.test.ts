// 200 MB of what terminals choke on, through every carrier and both transports, to a reader that pauses and a terminal
// whose size changes: what arrives is what was written.
import { randomInt } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun } from '../../e2e/rig'
import type { Engine } from '../engine'
import type { TerminalRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '.'
import { eventually } from './driver'
import { engineOf, startContainer } from './stage'
import {
  busyNowAndThen,
  hangs,
  mostAllowed,
  overPort,
  overSocket,
  readAll,
  retainedBytes,
  seeded,
  sha256,
  source,
  type Kind,
  type Manner,
} from './torture.test-support'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Terminals are not tortured: ${why}\n`)

/** BERTH_TORTURE_SEED repeats a run that failed. */
const seed = Number(process.env['BERTH_TORTURE_SEED'] ?? randomInt(2 ** 31))
const kinds: readonly Kind[] = ['random bytes', 'ANSI soup', 'CJK and emoji']
const combinations = (['engine', 'pty', 'host'] as const).flatMap((carrier) =>
  (['a message port', 'a WebSocket'] as const).map((transport) => ({ carrier, transport })),
)
const burstBytes = 60_000_000
/** 200 MB in all, so that the suite stays short; BERTH_TORTURE_MB=200 pours that much through each of the eighteen. */
const eachBytes =
  Number(process.env['BERTH_TORTURE_MB'] ?? 0) * 1_000_000 ||
  Math.ceil((200_000_000 - burstBytes) / combinations.length / kinds.length)

const streams = createStreamRegistry({ log: () => undefined })
let engine: Engine
let room: TerminalRoom
let containerId = ''
let folder = ''
const sources = new Map<Kind, Buffer>()

beforeAll(async () => {
  if (why !== null) return
  const rig = await up()
  engine = await engineOf(rig)
  folder = await mkdtemp(join(tmpdir(), 'berth-torture-'))
  room = createTerminals({
    engine,
    streams,
    env: { ...process.env, ...rig.env },
    stateFolder: folder,
    log: () => undefined,
  })
  containerId = await startContainer(engine, {
    image: rig.images.plain,
    // The same path on both sides: the command is the same in the container and on the host.
    binds: [{ source: folder, target: folder, readOnly: true }],
  })
  for (const [index, kind] of kinds.entries()) {
    sources.set(kind, source(kind, eachBytes, seeded(seed + index)))
    await writeFile(fileOf(kind), sources.get(kind) ?? '')
  }
})

afterAll(async () => {
  if (why !== null) return
  await room.dispose()
  await engine.containers.remove(containerId, { volumes: true })
  await engine.dispose()
  await rm(folder, { recursive: true })
})

type Combination = (typeof combinations)[number]
type Pouring = Combination & { files: string[]; bytes: number; pace: Manner['pace']; resizes?: () => number }

/** Opens a terminal, lets it write the files, and hands back what the far end has of them. */
async function pour(of: Pouring) {
  const target = of.carrier === 'host' ? { is: 'host' as const } : { is: 'container' as const, containerId }
  const carrier = of.carrier === 'engine' ? 'engine' : 'pty'
  const { id } = await room.open({ target, carrier, cols: 100, rows: 30 })
  const transport = await (of.transport === 'a WebSocket' ? overSocket : overPort)(streams, `terminal/${id}`)
  let chunks = 0
  const resized: Promise<void>[] = []
  const onChunk = () => {
    chunks += 1
    if (of.resizes === undefined || chunks % 25 !== 0) return
    const size = { cols: 2 + Math.floor(of.resizes() * 300), rows: 1 + Math.floor(of.resizes() * 100) }
    resized.push(room.resize(id, size))
  }
  const reading = readAll(transport.far, { mark: '<begin>', bytes: of.bytes }, { pace: of.pace, onChunk })
  // Raw, or the terminal's line discipline would write CR LF for each LF: the bytes would differ, and rightly so.
  reading.type(`stty raw -echo; printf '<be''gin>'; cat ${of.files.join(' ')}; read -r _\n`)
  return {
    reading,
    transport,
    resizes: () => resized.length,
    close: async () => {
      await Promise.all(resized)
      transport.close()
      await room.close(id)
    },
  }
}

describe.skipIf(why !== null)(`200 MB, seed ${seed}`, () => {
  describe.each(combinations)('over $carrier and $transport', (combination) => {
    test.each(kinds)('%s arrive as they were written', async (kind) => {
      const bytes = sources.get(kind) ?? Buffer.alloc(0)
      const random = seeded(seed + 100)
      const poured = await pour({
        ...combination,
        files: [fileOf(kind)],
        bytes: bytes.length,
        pace: busyNowAndThen(random),
        resizes: random,
      })
      try {
        expect(await poured.reading.whole).toEqual({ sha256: sha256(bytes), bytes: bytes.length })
        expect(poured.transport.mostUnacknowledged()).toBeLessThanOrEqual(mostAllowed)
        expect(poured.resizes()).toBeGreaterThan(0)
      } finally {
        await poured.close()
      }
    })
  })

  test('60 MB in one burst wait in the container while the window hangs, and none is lost', async () => {
    const once = sources.get('CJK and emoji') ?? Buffer.alloc(0)
    const times = Math.ceil(burstBytes / once.length)
    const bytes = Buffer.concat(Array.from({ length: times }, () => once))
    const window = hangs()
    const before = retainedBytes()
    const poured = await pour({
      ...{ carrier: 'engine', transport: 'a WebSocket' },
      files: Array.from({ length: times }, () => fileOf('CJK and emoji')),
      bytes: bytes.length,
      pace: window.pace,
    })
    try {
      await eventually(async () => {
        const came = poured.reading.came()
        await new Promise((resolve) => setTimeout(resolve, 300))
        return came > 0 && came === poured.reading.came()
      }, 20_000)
      expect(poured.transport.mostUnacknowledged()).toBeLessThanOrEqual(mostAllowed)
      expect(retainedBytes() - before).toBeLessThan(24 * 1024 * 1024)
      window.goOn()
      expect(await poured.reading.whole).toEqual({ sha256: sha256(bytes), bytes: bytes.length })
      expect(poured.transport.mostUnacknowledged()).toBeLessThanOrEqual(mostAllowed)
    } finally {
      await poured.close()
    }
  })
})

function fileOf(kind: Kind): string {
  return join(folder, `source-${kinds.indexOf(kind)}`)
}
