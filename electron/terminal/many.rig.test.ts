import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { up, whyRigCannotRun } from '../../e2e/rig'
import type { Engine } from '../engine'
import { createStreamRegistry } from '../streams'
import { createTerminals } from '.'
import { engineOf, scratchFolder, startContainer } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Many terminals at once are not tested: ${why}\n`)

describe.skipIf(why !== null)('many terminals', () => {
  let engine: Engine
  let id = ''

  beforeAll(async () => {
    const rig = await up()
    engine = await engineOf(rig)
    id = await startContainer(engine, { image: rig.images.plain })
  })
  afterAll(async () => {
    await engine.containers.remove(id, { volumes: true })
    await engine.dispose()
  })

  test('a dozen stand open together, and Node sees no leak in that', async () => {
    const warnings: string[] = []
    const warned = ({ message }: Error) => warnings.push(message)
    process.on('warning', warned)
    const log = () => undefined
    const streams = createStreamRegistry({ log })
    const room = createTerminals({
      ...{ engine, streams, log },
      env: process.env,
      stateFolder: await scratchFolder(),
    })
    const target = { is: 'container', containerId: id } as const
    try {
      for (let count = 0; count < 12; count += 1)
        await room.open({ target, carrier: 'engine', cols: 80, rows: 24 })
      await room.dispose()
      // Warnings are told in the next turn.
      await new Promise((resolve) => setImmediate(resolve))
      expect(warnings).toEqual([])
      expect((await engine.containers.top(id)).map(({ command }) => command)).toEqual(['sleep infinity'])
    } finally {
      await room.dispose()
      process.off('warning', warned)
    }
  })
})
