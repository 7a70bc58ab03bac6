import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { sessionEndedCode } from '../../shared/contract/sessions'
import { hangUp } from './websocket'

async function pair() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const near = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [[served]] = (await Promise.all([once(server, 'connection'), once(near, 'open')])) as [
    [WebSocket],
    unknown,
  ]
  return { near, served, server }
}

test('hung up on, a page is told why and heard no more', async () => {
  const { near, served, server } = await pair()
  const heard: string[] = []
  served.on('message', (data: Buffer) => heard.push(data.toString()))
  near.send('before')
  await expect.poll(() => heard).toEqual(['before'])
  near.send('too late')
  hangUp(served, 'revoked')
  const [code, reason] = (await once(near, 'close')) as [number, Buffer]
  expect([code, reason.toString(), heard]).toEqual([sessionEndedCode, 'revoked', ['before']])
  server.close()
})

test('a page that does not close its side is cut off', async () => {
  const { near, served, server } = await pair()
  near.pause()
  hangUp(served, 'revoked')
  // Nothing was answered, so the socket did not close as agreed: it was ended.
  const [code] = (await once(served, 'close')) as [number]
  expect(code).toBe(1006)
  expect(server.clients.size).toBe(0)
  near.terminate()
  server.close()
})
