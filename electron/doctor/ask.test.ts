import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { askSocket, askUrl, proxyFor } from './ask'
import { openStandIn } from '../engine/stand-in'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const limits = (milliseconds = 5_000) => ({ signal: new AbortController().signal, milliseconds })

async function serve(answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer)
  server.on('connect', (_request, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a question over HTTP', () => {
  it('brings status and the other side’s clock', async () => {
    const host = await serve((_, response) =>
      response.writeHead(401, { Date: 'Fri, 27 Nov 2026 12:00:00 GMT' }).end(),
    )
    expect(await askUrl(`http://${host}/v2/`, {}, limits())).toEqual({
      ...{ is: 'answered', status: 401, date: Date.UTC(2026, 10, 27, 12), proxy: '' },
    })
  })

  it('names what a proxy says', async () => {
    const proxy = await serve((_, response) => response.writeHead(200).end())
    expect(await askUrl('https://quay.io/v2/', { https_proxy: `http://${proxy}` }, limits())).toMatchObject({
      ...{ is: 'answered', status: 407, proxy },
    })
  })

  it('ends by its time limit, and by its signal', async () => {
    const host = await serve(() => undefined)
    expect(await askUrl(`http://${host}/`, {}, limits(50))).toMatchObject({ is: 'failed', code: 'TIMEOUT' })
    const signal = AbortSignal.timeout(50)
    expect(await askUrl(`http://${host}/`, {}, { signal, milliseconds: 60_000 })).toMatchObject({
      code: 'CANCELLED',
    })
  })

  it('reads an engine’s answer from its socket, and tells an absent one', async () => {
    const engine = await openStandIn({ '/info': { body: { Name: 'box' } } })
    closing.push(() => engine.close())
    const path = engine.address.slice('unix://'.length)
    expect(await askSocket(path, '/info', limits())).toEqual({
      is: 'answered',
      status: 200,
      body: '{"Name":"box"}',
    })
    expect(await askSocket('/nowhere/docker.sock', '/info', limits())).toMatchObject({ is: 'absent' })
  })
})

describe('the proxy', () => {
  const env = { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost, .example.org,quay.io' }
  it.each([
    ['https://nvcr.io/v2/', 'proxy:3128'],
    ['https://quay.io/v2/', null],
    ['https://lab.example.org/v2/', null],
    ['https://notquay.io/v2/', 'proxy:3128'],
    ['http://127.0.0.1:5000/v2/', null],
  ])('for %s is %s', (url, host) => {
    expect(proxyFor(new URL(url), env)?.host ?? null).toBe(host)
  })
})
