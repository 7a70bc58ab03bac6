// Known escape sequences, written by a program in a container, against the screens that the standards want: as they come
// through the engine's stream, and as a window that opens later is given them.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun } from '../../e2e/rig'
import type { Engine } from '../engine'
import type { TerminalRoom } from '../services'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '.'
import { size, type Case } from './conformance/case'
import { cursorCases } from './conformance/cursor'
import { editingCases } from './conformance/editing'
import { modeCases } from './conformance/modes'
import { markSequence, read, type Reader } from './conformance/reader'
import { textCases } from './conformance/text'
import { engineOf, startContainer } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Escape sequences in a container are not tested: ${why}\n`)

const cases = [...cursorCases, ...editingCases, ...textCases, ...modeCases]

describe.skipIf(why !== null)('a program in a container writes', () => {
  const streams = createStreamRegistry({ log: () => undefined })
  let engine: Engine
  let room: TerminalRoom
  let container = ''
  let folder = ''
  let terminal = ''
  let live: Reader
  let written = 0

  /** The program prints what it is told, byte by byte: no driver of the terminal comes between. */
  const print = async (bytes: string) => {
    written += 1
    const whole = Buffer.from(`\x1bc${bytes}${markSequence(written)}`)
    live.type(`${[...whole].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('')}\n`)
    await live.marked(written)
  }

  beforeAll(async () => {
    const rig = await up()
    engine = await engineOf(rig)
    folder = await mkdtemp(join(tmpdir(), 'berth-terminal-'))
    room = createTerminals({ engine, streams, env: {}, stateFolder: folder, log: () => undefined })
    container = await startContainer(engine, { image: rig.images.plain })
    const target = { is: 'container', containerId: container } as const
    terminal = (await room.open({ target, carrier: 'engine', ...size })).id
    live = await read(streams, terminal)
    const mark = markSequence(0).replace('\x1b', '\\033').replace('\x07', '\\007')
    // In parts, so that the echo of the command is not taken for its mark.
    live.type(
      `stty -echo -opost; exec sh -c 'printf "${mark}"; while IFS= read -r l; do printf %b "$l"; done'\n`,
    )
    await live.marked(0)
  })
  afterAll(async () => {
    live.leave()
    await room.dispose()
    await engine.containers.remove(container)
    await engine.dispose()
    await rm(folder, { recursive: true })
  })

  test.each(cases)('$name', async (wanted) => {
    await print(wanted.writes)
    expect(await seen(live, wanted)).toEqual(expectation(wanted))
    const later = await read(streams, terminal)
    await later.replayed
    expect(await seen(later, wanted), 'in a window that opens later').toEqual(expectation(wanted))
    later.leave()
  })
})

async function seen(reader: Reader, wanted: Case) {
  const answers: string[] = []
  for (const [question] of wanted.answers ?? []) answers.push(await reader.ask(question))
  return {
    rows: reader.rows(),
    ...(wanted.cursor && { cursor: reader.cursor() }),
    ...(wanted.title !== undefined && { title: reader.title() }),
    ...(wanted.cursorShape !== undefined && { cursorShape: reader.cursorShape() }),
    cells: Object.fromEntries(
      Object.keys(wanted.cells ?? {}).map((place) => {
        const [row = 0, column = 0] = place.split(',').map(Number)
        return [place, reader.cell(row, column)]
      }),
    ),
    answers,
  }
}

function expectation(wanted: Case) {
  return {
    rows: Array.from({ length: size.rows }, (_, at) => wanted.rows[at] ?? ''),
    ...(wanted.cursor && { cursor: [...wanted.cursor] }),
    ...(wanted.title !== undefined && { title: wanted.title }),
    ...(wanted.cursorShape !== undefined && { cursorShape: wanted.cursorShape }),
    cells: { ...wanted.cells },
    answers: (wanted.answers ?? []).map(([, answer]) => answer),
  }
}
