import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { labels } from '../../shared/model/labels'
import type { Lease } from '../../shared/contract/leases'
import { openStage, refusalOf, type Stage } from '../engine/stage'
import { createLeases } from '.'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Lease tests are skipped: ${why}\n`)

describe.skipIf(why !== null)('leases on an engine', () => {
  let rig: Rig
  let stage: Stage
  let time = Date.now()
  const hour = 3600_000
  const environment = (id: string, uuids: string) =>
    stage.created({
      name: `lease-${id}-${process.pid}`,
      labels: { [labels.environment]: id, [labels.name]: id, [labels.gpuUuids]: uuids },
    })
  const berthOf = (holder: string) =>
    createLeases({ engine: stage.engine, holder, log: (line) => lines.push(line), now: () => time })
  const lines: string[] = []

  beforeAll(async () => {
    rig = await up()
    stage = openStage('leases', rig)
    await stage.engine.containers.list()
  })
  afterEach(async () => {
    time = Date.now()
    const left = await stage.engine.volumes.labelled(labels.lease)
    await Promise.all(left.map(({ name }) => stage.engine.volumes.remove(name)))
    await stage.clear()
  })
  afterAll(() => stage.engine.dispose())

  it('tells another Berth at once who reserved which cards, moves the end, and lets go', async () => {
    await environment('visionaa', 'GPU-aaaa,GPU-bbbb')
    const [ada, bob] = [berthOf('ada@atlas'), berthOf('bob@mira')]
    const seen: Lease[][] = []
    const stop = new AbortController()
    const reading = (async () => {
      for await (const leases of bob.watch(stop.signal)) seen.push(leases)
    })()
    const until = async (fits: (leases: Lease[]) => boolean) => {
      const deadline = Date.now() + 10_000
      while (!fits(seen.at(-1) ?? [])) {
        if (Date.now() > deadline)
          throw new Error(`last seen: ${JSON.stringify(seen.at(-1))} ${lines.join('\n')}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      return seen.at(-1)?.[0]
    }
    const first = await ada.reserve('visionaa', time + hour)
    expect(await until((leases) => leases.length === 1)).toEqual({ ...first, mine: false })
    time += 10
    await ada.reserve('visionaa', time + 2 * hour)
    const moved = await until(([lease]) => lease?.until === time + 2 * hour)
    expect(await stage.engine.volumes.labelled(labels.lease)).toHaveLength(1)
    await bob.release(moved?.id ?? '')
    await until((leases) => leases.length === 0)
    stop.abort()
    await reading
    await ada.dispose()
    await bob.dispose()
  })

  it('refuses cards that are reserved, an environment that is not there or has none, and an end in the past or too far', async () => {
    await environment('visionaa', 'GPU-aaaa')
    await environment('speechaa', 'GPU-aaaa,GPU-cccc')
    await environment('cpuaaaaa', '')
    const room = berthOf('ada@atlas')
    await room.reserve('visionaa', time + hour)
    expect(await refusalOf(room.reserve('speechaa', time + hour))).toMatchObject({
      code: 'CardsReserved',
      params: { holder: 'ada@atlas (visionaa)' },
    })
    expect(await refusalOf(room.reserve('nobodyaa', time + hour))).toMatchObject({ code: 'NotFound' })
    expect(await refusalOf(room.reserve('cpuaaaaa', time + hour))).toMatchObject({ code: 'GpuNotHere' })
    for (const end of [time - 1, time + 8 * 24 * hour])
      expect(await refusalOf(room.reserve('visionaa', end))).toMatchObject({ code: 'InvalidInput' })
    // When its time is over it reserves nothing; its volume goes a day later.
    time += hour
    expect(await room.list()).toEqual([])
    expect(await stage.engine.volumes.labelled(labels.lease)).toHaveLength(1)
    time += 24 * hour
    expect(await room.list()).toEqual([])
    expect(await stage.engine.volumes.labelled(labels.lease)).toEqual([])
    await room.dispose()
  })

  it('is neither lost nor outdone by a Berth whose clock is wrong', async () => {
    await environment('visionaa', 'GPU-aaaa')
    const room = berthOf('ada@atlas')
    await room.reserve('visionaa', time + 3 * hour)
    const right = time
    for (const wrong of [0, right + 20 * hour]) {
      time = wrong
      expect(await room.list()).toEqual([])
    }
    // Behind by a minute, and moved by it all the same.
    time = right - 60_000
    await room.reserve('visionaa', right + hour)
    time = right
    expect(await room.list()).toMatchObject([{ until: right + hour }])
    expect(await stage.engine.volumes.labelled(labels.lease)).toHaveLength(1)
    await room.dispose()
  })
})
