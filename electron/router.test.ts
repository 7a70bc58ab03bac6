// The whole contract over both carriers, for real: a MessageChannel and a WebSocket on loopback. The rooms behind it
// are stand-ins that the test controls; what is tested is what crosses.
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Contract } from '../shared/contract'
import { RefusalError, RefusalSchema } from '../shared/model/refusal'
import { createRouter, type Router } from './router'
import type { ContainersRoom, GpuRoom, Services } from './services'
import { standIn, standInServices } from './stand-in'
import { serveSocket } from './transport/websocket'

type Client = ContractRouterClient<Contract>
type Line = { client: Client; hangUp(): void }

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close()
})

function overPorts(router: Router): Promise<Line> {
  const { port1, port2 } = new MessageChannel()
  new PortHandler(router).upgrade(port2)
  const client: Client = createORPCClient(new PortLink({ port: port1 }))
  port1.start()
  port2.start()
  closers.push(() => port1.close())
  return Promise.resolve({ client, hangUp: () => port1.close() })
}

async function overSocket(router: Router): Promise<Line> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  closers.push(() => server.close())
  server.on('connection', (socket) =>
    serveSocket(socket, { is: 'rpc' }, { router, streams: standIn({}), log: () => undefined }),
  )
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}`)
  closers.push(() => socket.terminate())
  await once(socket, 'open')
  // `ws` offers the browser's WebSocket interface; its types differ in the event classes only.
  const client: Client = createORPCClient(
    new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )
  return { client, hangUp: () => socket.terminate() }
}

/** A list that never changes again, and a word when its follower is gone. */
function followed(): { room: ContainersRoom; gone: Promise<void> } {
  let leave: () => void = () => undefined
  const gone = new Promise<void>((resolve) => {
    leave = resolve
  })
  async function* watch(signal: AbortSignal) {
    try {
      yield []
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    } finally {
      leave()
    }
  }
  return { room: standIn<ContainersRoom>({ watch }), gone }
}

async function refusalIn(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof ORPCError)) throw error
  return { name: String(error.code), defined: error.defined, ...RefusalSchema.parse(error.data) }
}

describe.each([
  ['a message port', overPorts],
  ['a WebSocket', overSocket],
])('over %s', (_name, connect) => {
  const line = (part: Partial<Services>, log: string[] = []) =>
    connect(createRouter(standInServices(part), (text) => log.push(text.split('\n')[0] ?? '')))

  test('an answer of a room arrives as it is', async () => {
    const history = { 'GPU-1': { at: [1], utilisationPercent: [null], memoryUsedMiB: [2] } }
    const { client } = await line({ gpus: standIn<GpuRoom>({ history: () => history }) })
    expect(await client.gpus.history({ span: 'minutes' })).toEqual(history)
  })

  test('a refusal arrives as the declared error with its data', async () => {
    const stop = () =>
      Promise.reject(new RefusalError('NotFound', { params: { id: 'web' }, raw: 'No such container: web' }))
    const log: string[] = []
    const { client } = await line({ containers: standIn<ContainersRoom>({ stop }) }, log)
    expect(await refusalIn(client.containers.stop({ id: 'web' }))).toEqual({
      name: 'REFUSED',
      defined: true,
      code: 'NotFound',
      params: { id: 'web' },
      evidence: '',
      raw: 'No such container: web',
      actions: [],
    })
    expect(log).toEqual([])
  })

  test('an unforeseen error is logged and arrives as such', async () => {
    const stop = () => Promise.reject(new TypeError('x is undefined'))
    const log: string[] = []
    const { client } = await line({ containers: standIn<ContainersRoom>({ stop }) }, log)
    expect(await refusalIn(client.containers.stop({ id: 'web' }))).toMatchObject({
      name: 'REFUSED',
      defined: true,
      code: 'Unforeseen',
      evidence: 'x is undefined',
    })
    expect(log).toEqual(['containers.stop: TypeError: x is undefined'])
  })

  test('an id that could change the meaning of a URL never reaches the room', async () => {
    const { client } = await line({})
    const refused = await refusalIn(client.containers.remove({ id: 'prune?x=', withVolumes: true }))
    expect(refused).toMatchObject({ name: 'REFUSED', defined: true, code: 'InvalidInput' })
    expect(refused).toHaveProperty('evidence', expect.stringMatching(/^id: /))
  })

  test('an error in the middle of a stream arrives as a refusal too', async () => {
    async function* watch() {
      yield []
      await Promise.resolve()
      throw new RefusalError('EngineDown')
    }
    const { client } = await line({ containers: standIn<ContainersRoom>({ watch }) })
    const seen: unknown[] = []
    const all = (async () => {
      for await (const list of await client.containers.watch()) seen.push(list)
    })()
    expect(await refusalIn(all)).toMatchObject({ name: 'REFUSED', defined: true, code: 'EngineDown' })
    expect(seen).toEqual([[]])
  })

  test('a stream runs its finally when the caller aborts', async () => {
    const { room, gone } = followed()
    const { client } = await line({ containers: room })
    const caller = new AbortController()
    const stream = await client.containers.watch(undefined, { signal: caller.signal })
    expect(await stream.next()).toEqual({ done: false, value: [] })
    caller.abort()
    await gone
  })

  test('a stream runs its finally when the caller leaves its loop', async () => {
    const { room, gone } = followed()
    const { client } = await line({ containers: room })
    for await (const list of await client.containers.watch()) {
      expect(list).toEqual([])
      break
    }
    await gone
  })

  test('a stream runs its finally when the line is cut', async () => {
    const { room, gone } = followed()
    const { client, ...wire } = await line({ containers: room })
    const stream = await client.containers.watch()
    await stream.next()
    wire.hangUp()
    await gone
  })
})
