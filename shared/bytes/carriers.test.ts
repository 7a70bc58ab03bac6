import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { WebSocket as WsSocket, WebSocketServer } from 'ws'
import { createFlow, inProcessCarriers, openSink, portCarrier, socketCarrier, type ByteCarrier } from '.'

const tenMillion = Buffer.alloc(10_000_000, 'terminal 中文 🚀 ')

/** Sends the bytes from one end in ragged pieces, reads them at the other. */
async function transfer(from: ByteCarrier, to: ByteCarrier, bytes: Buffer): Promise<Buffer> {
  const received: Uint8Array[] = []
  const done = new Promise<Buffer>((resolve) =>
    openSink(to, {
      onBytes: (chunk, acknowledge) => {
        received.push(chunk)
        setImmediate(() => acknowledge(chunk.length))
      },
      onEnd: () => resolve(Buffer.concat(received)),
    }),
  )
  const flow = createFlow(from)
  for (let at = 0; at < bytes.length; at += 9973) {
    flow.write(bytes.subarray(at, at + 9973))
    await flow.ready()
  }
  flow.end({ reason: 'finished', detail: '' })
  return done
}

async function socketPair(): Promise<{ client: WsSocket; served: WsSocket; close: () => void }> {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = new WsSocket(`ws://127.0.0.1:${port}`)
  const served = await new Promise<WsSocket>((resolve) => sockets.once('connection', resolve))
  return { client, served, close: () => void (sockets.close(), server.close()) }
}

describe('ten million bytes arrive unchanged', () => {
  test('in one process', async () => {
    const [near, far] = inProcessCarriers()
    expect((await transfer(near, far, tenMillion)).equals(tenMillion)).toBe(true)
  })

  test('over a message port', async () => {
    const { port1, port2 } = new MessageChannel()
    const received = await transfer(portCarrier(port1), portCarrier(port2), tenMillion)
    expect(received.equals(tenMillion)).toBe(true)
  })

  test('over a WebSocket', async () => {
    const { client, served, close } = await socketPair()
    const received = await transfer(socketCarrier(served), socketCarrier(client), tenMillion)
    expect(received.equals(tenMillion)).toBe(true)
    close()
  })
})

test('a port sends a view alone, never the pool behind it', async () => {
  const { port1, port2 } = new MessageChannel()
  const message = new Promise<Uint8Array>((resolve) => port2.once('message', resolve))
  const pool = Buffer.from('secret|public|secret')
  portCarrier(port1).send(pool.subarray(7, 13))
  const { buffer } = await message
  expect(Buffer.from(buffer).toString()).toBe('public')
  port1.close()
})

test('a WebSocket may be spoken to before it opens', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const carrier = socketCarrier(new WsSocket(`ws://127.0.0.1:${port}`))
  carrier.send('early')
  const heard = new Promise((resolve) =>
    server.once('connection', (socket) => socketCarrier(socket).onMessage(resolve)),
  )
  expect(await heard).toBe('early')
  carrier.close()
  server.close()
})

test('the far end of a closed port is told', async () => {
  const { port1, port2 } = new MessageChannel()
  const told = new Promise<void>((resolve) => portCarrier(port2).onClose(resolve))
  port1.close()
  await told
})
