// For a test: a whole Berth that opens terminals over both carriers, leaves jobs in them, and waits to be killed.
import Conf from 'conf'
import { createRooms } from '../rooms'
import { drive } from './driver'

const [folder = '', containerId = '', mark = ''] = process.argv.slice(2)

async function main(): Promise<void> {
  const { services } = await createRooms({
    mode: 'headless',
    version: '0',
    folder,
    openStore: ({ folder: cwd, name }) => new Conf<Record<string, unknown>>({ cwd, configName: name }),
    env: process.env,
    log: (text) => process.stderr.write(`${text}\n`),
  })
  const { engine, terminals, streams } = services
  for await (const state of engine.watch(AbortSignal.timeout(60_000))) if (state.is === 'up') break
  for (const carrier of ['engine', 'pty'] as const) {
    const target = { is: 'container', containerId } as const
    const { id } = await terminals.open({ target, carrier, cols: 80, rows: 24 })
    const person = drive(streams, id)
    person.type(`sleep ${mark}1 & nohup sleep ${mark}2 & echo st""arted\n`)
    await person.until(/started/, 60_000)
  }
  process.stdout.write('open\n')
}

void main()
