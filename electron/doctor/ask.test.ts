import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { askSocket, askUrl } from './ask'
import { openStandIn } from '../engine/stand-in'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const around = { env: {}, home: '/nowhere' }
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
    expect(await askUrl(`http://${host}/v2/`, around, limits())).toEqual({
      ...{ is: 'answered', status: 401, date: Date.UTC(2026, 10, 27, 12), proxy: '' },
    })
  })

  it('names what a proxy says', async () => {
    const proxy = await serve((_, response) => response.writeHead(200).end())
    expect(
      await askUrl('https://quay.io/v2/', { ...around, env: { https_proxy: `http://${proxy}` } }, limits()),
    ).toMatchObject({
      ...{ is: 'failed', why: expect.stringContaining('407') as string, proxy },
    })
  })

  it('takes the login of a proxy along, as a pull does', async () => {
    const asked: (string | undefined)[] = []
    const proxy = await serve(({ url, headers }, response) => {
      asked.push(url, headers['proxy-authorization'])
      response.writeHead(200).end()
    })
    const env = { http_proxy: `http://me:pass@${proxy}`, no_proxy: '10.0.0.0/8' }
    expect(await askUrl('http://registry.lab/v2/', { ...around, env }, limits())).toMatchObject({
      status: 200,
    })
    expect(asked).toEqual(['http://registry.lab/v2/', `Basic ${btoa('me:pass')}`])
  })

  it('ends by its time limit, and by its signal', async () => {
    const host = await serve(() => undefined)
    expect(await askUrl(`http://${host}/`, around, limits(50))).toMatchObject({
      is: 'failed',
      code: 'TIMEOUT',
    })
    const signal = AbortSignal.timeout(50)
    expect(await askUrl(`http://${host}/`, around, { signal, milliseconds: 60_000 })).toMatchObject({
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
