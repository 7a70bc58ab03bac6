import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { probe } from './probe'
import { patienceAfter, pauseAfter } from './readiness'

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function asked(listener: RequestListener, patienceMilliseconds = 2_000) {
  const server = createServer(listener)
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const signal = new AbortController().signal
  return await probe({ server: { host: '127.0.0.1', port, token: 'secret' }, patienceMilliseconds, signal })
}

describe('the question to a Jupyter server', () => {
  it('is answered when the server knows the token', async () => {
    const answer = await asked((request, reply) => {
      const known = request.url === '/api/status' && request.headers.authorization === 'token secret'
      reply.writeHead(known ? 200 : 403).end('{"kernels": 0}')
    })
    expect(answer).toEqual({ is: 'ready' })
  })

  it('tells a server that has another token from one that is not up yet', async () => {
    expect(await asked((_, reply) => reply.writeHead(403).end('Forbidden'))).toMatchObject({
      is: 'refused',
      status: 403,
    })
    expect(await asked((_, reply) => reply.writeHead(502).end())).toEqual({
      is: 'silent',
      detail: 'HTTP 502',
    })
  })

  it('is not taken in by another program that answers everything', async () => {
    expect((await asked((_, reply) => reply.end('hello'))).is).toBe('silent')
  })

  it('is given up when a connection is taken and never answered', async () => {
    expect((await asked(() => undefined, 50)).is).toBe('silent')
  })

  it('is repeated often at first and seldom later, within bounds', () => {
    expect([0, 100, 1_000, 5_000, 60_000].map(pauseAfter)).toEqual([25, 25, 50, 250, 250])
    expect(patienceAfter(0)).toBeLessThan(patienceAfter(20_000))
  })
})
