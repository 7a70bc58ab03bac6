import { expect, test } from 'vitest'
import { createFlow, inProcessCarriers, openSink, type StreamEnd } from '../../shared/bytes'
import { createStreamRegistry } from '.'

function connectTo(registry: ReturnType<typeof createStreamRegistry>, name: string): Promise<StreamEnd> {
  const [near, far] = inProcessCarriers()
  return new Promise((resolve) => {
    openSink(far, { onBytes: () => undefined, onEnd: resolve })
    registry.connect(name, near)
  })
}

test('a consumer meets the stream of that name', async () => {
  const registry = createStreamRegistry({ log: () => undefined })
  registry.offer('logs/a', (carrier) => createFlow(carrier).end({ reason: 'finished', detail: 'logs/a' }))
  expect(await connectTo(registry, 'logs/a')).toEqual({ reason: 'finished', detail: 'logs/a' })
})

test('a consumer of an unknown or withdrawn stream is told so, and the log says which', async () => {
  const lines: string[] = []
  const registry = createStreamRegistry({ log: (text) => lines.push(text) })
  registry.offer('logs/a', () => undefined)()
  expect(await connectTo(registry, 'logs/a')).toEqual({ reason: 'lost', detail: 'there is no such stream' })
  expect(lines).toEqual(['no stream "logs/a" to connect to'])
})

test('a name is offered once, and an old disposer leaves a newer offer alone', async () => {
  const registry = createStreamRegistry({ log: () => undefined })
  const withdraw = registry.offer('logs/a', () => undefined)
  expect(() => registry.offer('logs/a', () => undefined)).toThrow('offered already')
  withdraw()
  registry.offer('logs/a', (carrier) => createFlow(carrier).end({ reason: 'finished', detail: 'second' }))
  withdraw()
  expect((await connectTo(registry, 'logs/a')).detail).toBe('second')
})
