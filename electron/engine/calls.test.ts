import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { RefusalError } from '../../shared/model/refusal'
import { createCalls, type Calls, type Link } from './calls'
import { refusalOf } from './stage'
import { openStandIn, type StandIn } from './stand-in'
import { openTransport } from './transport'

describe('a call', () => {
  let standIn: StandIn
  let link: Link
  let calls: Calls
  let lost: AbortController

  beforeEach(async () => {
    standIn = await openStandIn({ '/slow': 'silence', '/events': 'silence', '/json': { body: { a: 1 } } })
    const transport = await openTransport(
      { is: 'socket', path: standIn.address.slice('unix://'.length) },
      '1.44',
    )
    lost = new AbortController()
    link = { transport, lost: lost.signal }
    calls = createCalls(() => Promise.resolve(link))
  })
  afterEach(async () => {
    link.transport.close()
    await standIn.close()
  })
  const slow = { method: 'GET' as const, path: '/slow' }

  it('always names the version in its path', async () => {
    const ask = { method: 'GET' as const, path: '/json', query: { all: 1, none: undefined, text: 'a&b' } }
    expect(await calls.json(ask, z.object({ a: z.number() }))).toEqual({ a: 1 })
    expect(standIn.asked).toEqual(['/v1.44/json?all=1&text=a%26b'])
  })

  it('ends with EngineTimeout when its deadline passes, whichever way it is made', async () => {
    const options = { deadline: 80, subject: { name: 'x' } }
    for (const call of [
      calls.reply(slow, options),
      calls.stream(slow, options),
      calls.hijack({ ...slow, method: 'POST' }, options),
    ])
      expect(await refusalOf(call)).toMatchObject({ code: 'EngineTimeout', params: { name: 'x' } })
  })

  it('ends with the loss of the connection, with the reason of that loss', async () => {
    const flying = [calls.reply(slow), calls.stream(slow), calls.reply(slow, { deadline: null })].map(
      refusalOf,
    )
    const stream = await calls.stream({ method: 'GET', path: '/events' })
    const reading = refusalOf(stream.toArray())
    await expect.poll(() => standIn.asked.length).toBe(4)
    lost.abort(new RefusalError('EngineDown', { evidence: 'cable pulled' }))
    for (const refusal of [...(await Promise.all(flying)), await reading])
      expect(refusal).toMatchObject({ code: 'EngineDown', evidence: 'cable pulled' })
    await expect.poll(() => calls.busy()).toBe(0)
  })

  it('ends with Cancelled when its caller stops it, before or during', async () => {
    const stop = new AbortController()
    const flying = refusalOf(calls.reply(slow, { signal: stop.signal }))
    stop.abort()
    expect(await flying).toMatchObject({ code: 'Cancelled' })
    expect(await refusalOf(calls.reply(slow, { signal: stop.signal }))).toMatchObject({ code: 'Cancelled' })
  })

  it('says EngineDown when the engine closes the connection instead of answering', async () => {
    const flying = refusalOf(calls.reply(slow))
    await expect.poll(() => standIn.asked.length).toBe(1)
    await standIn.close()
    expect(await flying).toMatchObject({ code: 'EngineDown' })
    expect(await refusalOf(calls.reply(slow))).toMatchObject({ code: 'EngineDown' })
  })
})
