// The proxy between a real HTTP client and a real upstream server, both on loopback.
import { once } from 'node:events'
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createAttempts, createSessions, destination, loopbackSite } from '../gate'
import type { JupyterServer } from '../services'
import { createJupyterProxy, type ServerDestination } from './proxy'
import { framedBy } from './proxy-headers'

const id = 'abcd2345'
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A stand-in for Jupyter at the protocol's edge: says what it was sent. */
async function upstream() {
  const all: IncomingMessage[] = []
  let hanging = 0
  const server = createServer((asked, answer) => {
    all.push(asked)
    if (asked.url === '/hang') {
      hanging += 1
      answer.once('close', () => (hanging -= 1))
      return answer.writeHead(200).write('begun')
    }
    if (asked.url === '/cut') {
      answer.writeHead(200, { 'content-length': '1000' }).write('half')
      return setTimeout(() => answer.destroy(), 20)
    }
    const body: Buffer[] = []
    asked.on('data', (chunk: Buffer) => body.push(chunk))
    asked.on('end', () => {
      answer.writeHead(asked.url === '/missing' ? 404 : 200, {
        'content-type': 'application/json',
        'content-security-policy': "frame-ancestors 'self'; report-uri /api/security/csp-report",
        'x-frame-options': 'SAMEORIGIN',
        'set-cookie': [
          'a=1',
          'b=2; Domain=berth.localhost; Path=/',
          'c=3; domain =.localhost ;HttpOnly',
          'berth-1=planted; Path=/',
        ],
        'clear-site-data': '"cookies"',
      })
      const { method, url, headers } = asked
      answer.end(JSON.stringify({ method, url, headers, body: Buffer.concat(body).toString() }))
    })
  })
  const sockets = new WebSocketServer({ server, path: '/api/kernels/1/channels' })
  sockets.on('headers', (headers) => {
    headers.push('Set-Cookie: ws=1; Domain=berth.localhost', 'Set-Cookie: berth-1=planted')
  })
  const seen: IncomingHttpHeaders[] = []
  sockets.on('connection', (socket, asked) => {
    seen.push(asked.headers)
    socket.on('message', (data, binary) => socket.send(data, { binary }))
  })
  return { port: await listen(server), seen, asked: all, hanging: () => hanging }
}

async function proxied(find?: (environmentId: string) => Promise<JupyterServer | null>) {
  const far = await upstream()
  const server = { environmentId: id, containerId: 'c', host: '127.0.0.1', port: far.port, token: 'secret' }
  const now = { is: 1_000_000 }
  const sessions = createSessions({ now: () => now.is, log: () => undefined })
  const sessionId = sessions.enter({ by: 'token', browser: '', address: '127.0.0.1' }).id
  const proxy = createJupyterProxy({
    site: loopbackSite,
    sessions,
    attempts: createAttempts(() => now.is),
    find: find ?? ((wanted) => Promise.resolve(wanted === id ? server : null)),
    explain: (response, what, headers) =>
      response.writeHead(what === 'silent' ? 502 : 403, headers).end(what),
    cookieName: 'berth-1',
  })
  closers.push(() => proxy.dispose())
  const to = (host: string | undefined): ServerDestination => {
    const found = destination(host)
    if (found?.is !== 'server') throw new Error(`not a server: ${host ?? ''}`)
    return found
  }
  const near = createServer((asked, answer) => void proxy.request(asked, answer, to(asked.headers.host)))
  near.on(
    'upgrade',
    (asked, socket, head) => void proxy.upgrade(asked, socket, { ...to(asked.headers.host), head }),
  )
  const port = await listen(near)
  const host = `${id}.berth.localhost:${port}`
  return { proxy, port, host, far, server, sessions, sessionId, now }
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

function ask(
  port: number,
  path: string,
  options: { method?: string; headers: Record<string, string>; body?: string },
) {
  return new Promise<Answer>((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path,
      method: options.method ?? 'GET',
      headers: options.headers,
    })
    asked.on('error', reject)
    asked.on('response', (answer) => {
      const body: Buffer[] = []
      answer.on('data', (chunk: Buffer) => body.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(body).toString(),
        }),
      )
    })
    asked.end(options.body)
  })
}

async function enter({ proxy, port, host, sessionId }: Awaited<ReturnType<typeof proxied>>): Promise<string> {
  const url = new URL(proxy.address(id, { port: String(port), sessionId }))
  const answer = await ask(port, url.pathname + url.search, { headers: { host } })
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

describe('the door', () => {
  test('a ticket opens it once, for a cookie that no other site’s request carries', async () => {
    const door = await proxied()
    const url = new URL(door.proxy.address(id, { port: String(door.port), sessionId: door.sessionId }))
    expect(url.host).toBe(door.host)
    const first = await ask(door.port, url.pathname + url.search, { headers: { host: door.host } })
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/lab')
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^berth-1=[a-z2-7]{8}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    const second = await ask(door.port, url.pathname + url.search, { headers: { host: door.host } })
    expect([second.status, second.body]).toEqual([403, 'locked'])
  })

  test('a frame that reloads its entry with a used ticket keeps its place', async () => {
    const door = await proxied()
    const cookie = await enter(door)
    const again = await ask(door.port, '/__berth/enter?ticket=used', { headers: { host: door.host, cookie } })
    expect(again.status).toBe(303)
  })

  test('without the cookie nothing reaches the server, by request or by WebSocket', async () => {
    const door = await proxied()
    expect((await ask(door.port, '/lab', { headers: { host: door.host } })).body).toBe('locked')
    const socket = new WebSocket(`ws://127.0.0.1:${door.port}/api/kernels/1/channels`, {
      headers: { host: door.host },
      origin: `http://${door.host}`,
    })
    const [, refused] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(refused.statusCode).toBe(403)
    expect(door.far.seen).toEqual([])
  })

  test('one environment’s cookie does not open another', async () => {
    const door = await proxied()
    const cookie = await enter(door)
    const other = `zzzz2345.berth.localhost:${door.port}`
    expect((await ask(door.port, '/lab', { headers: { host: other, cookie } })).body).toBe('locked')
  })

  test('another site’s page cannot use the cookie to write', async () => {
    const door = await proxied()
    const cookie = await enter(door)
    const foreign = { host: door.host, cookie, origin: 'http://evil.example' }
    expect((await ask(door.port, '/api/kernels', { method: 'POST', headers: foreign })).body).toBe('foreign')
  })
})

describe('a session that ends', () => {
  test('takes its cookies, its open WebSockets and its running answers with it, and nobody else’s', async () => {
    const door = await proxied()
    const other = { ...door, sessionId: door.sessions.enter({ by: 'token', browser: '', address: '' }).id }
    const [cookie, kept] = [await enter(door), await enter(other)]
    const socket = (with_: string) =>
      new WebSocket(`ws://127.0.0.1:${door.port}/api/kernels/1/channels`, {
        headers: { host: door.host, cookie: with_ },
        origin: `http://${door.host}`,
      })
    const [mine, theirs] = [socket(cookie), socket(kept)]
    closers.push(() => theirs.terminate())
    await Promise.all([once(mine, 'open'), once(theirs, 'open')])
    const hanging = ask(door.port, '/hang', { headers: { host: door.host, cookie } })
    await expect.poll(() => door.far.hanging()).toBe(1)
    const cut = once(mine, 'close')
    door.sessions.end(door.sessionId, 'revoked')
    await cut
    await expect(hanging).rejects.toThrow(/aborted|hang up|reset/)
    await expect.poll(() => door.far.hanging()).toBe(0)
    expect((await ask(door.port, '/lab', { headers: { host: door.host, cookie } })).body).toBe('locked')
    expect((await ask(door.port, '/lab', { headers: { host: door.host, cookie: kept } })).status).toBe(200)
    theirs.send('still here')
    expect(String((await once(theirs, 'message'))[0])).toBe('still here')
  })

  test('a ticket that it was given opens nothing any more', async () => {
    const door = await proxied()
    const url = new URL(door.proxy.address(id, { port: String(door.port), sessionId: door.sessionId }))
    door.sessions.end(door.sessionId, 'revoked')
    const answer = await ask(door.port, url.pathname + url.search, { headers: { host: door.host } })
    expect([answer.body, answer.headers['set-cookie']]).toEqual(['locked', undefined])
  })
})

test('whoever guesses tickets and cookies has to wait; whoever is in does not', async () => {
  const door = await proxied()
  const cookie = await enter(door)
  const guess = (path: string, planted: string) =>
    ask(door.port, path, { headers: { host: door.host, cookie: `berth-1=${planted}` } })
  for (let tries = 0; tries < 3; tries += 1)
    expect((await guess('/lab', `${door.sessionId}.guess${tries}`)).body).toBe('locked')
  for (let tries = 0; tries < 2; tries += 1)
    expect((await guess(`/__berth/enter?ticket=${door.sessionId}.ticket${tries}`, 'x')).body).toBe('locked')
  const told = await guess('/lab', 'one-more')
  expect([told.body, told.headers['retry-after']]).toEqual(['slow', '1'])
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}/api/kernels/1/channels`, {
    headers: { host: door.host, cookie: 'berth-1=another' },
    origin: `http://${door.host}`,
  })
  const [, refused] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
  expect(refused.statusCode).toBe(429)
  const mine = `berth-1=planted; ${cookie}`
  expect((await ask(door.port, '/lab', { headers: { host: door.host, cookie: mine } })).status).toBe(200)
  door.now.is += 1_000
  expect(await enter(door)).toMatch(/^berth-1=/)
})

test('a length that a request calls its connection’s own still says where its body ends', async () => {
  const door = await proxied()
  const cookie = await enter(door)
  const hidden = 'DELETE /api/kernels/1 HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const answer = await ask(door.port, '/api/status', {
    headers: {
      ...{ host: door.host, cookie, connection: 'keep-alive, content-length' },
      'content-length': String(hidden.length),
    },
    body: hidden,
  })
  expect(JSON.parse(answer.body)).toMatchObject({ method: 'GET', url: '/api/status', body: hidden })
  await ask(door.port, '/api/after', { headers: { host: door.host, cookie } })
  expect(door.far.asked.map(({ method, url }) => `${method ?? ''} ${url ?? ''}`)).toEqual([
    ...['GET /api/status', 'GET /api/after'],
  ])
})

describe('what passes', () => {
  test('the token is added, our cookie is kept back, and the rest arrives untouched', async () => {
    const door = await proxied()
    const cookie = await enter(door)
    const answer = await ask(door.port, '/api/contents/a%20b?x=1', {
      method: 'PUT',
      headers: {
        host: door.host,
        cookie: `_xsrf=2; ${cookie}`,
        origin: `http://${door.host}`,
        authorization: 'token guess',
        'x-xsrftoken': '2',
        connection: 'keep-alive, x-hop',
        'x-hop': '1',
      },
      body: '中文',
    })
    const seen = JSON.parse(answer.body) as {
      method: string
      url: string
      headers: IncomingHttpHeaders
      body: string
    }
    expect(seen).toMatchObject({ method: 'PUT', url: '/api/contents/a%20b?x=1', body: '中文' })
    expect(seen.headers).toMatchObject({
      host: `localhost:${door.far.port}`,
      origin: `http://localhost:${door.far.port}`,
      cookie: '_xsrf=2',
      authorization: 'token secret',
      'x-xsrftoken': '2',
    })
    expect(seen.headers).not.toHaveProperty('x-hop')
  })

  test('only the ancestors of the answer change', async () => {
    const door = await proxied()
    const cookie = await enter(door)
    const answer = await ask(door.port, '/missing', { headers: { host: door.host, cookie } })
    expect(answer.status).toBe(404)
    expect(answer.headers['content-security-policy']).toBe(
      `report-uri /api/security/csp-report; frame-ancestors 'self' http://berth.localhost:${door.port}`,
    )
    expect(answer.headers).not.toHaveProperty('x-frame-options')
    // With a Domain a cookie would reach the app and every other notebook, and one of our name would stand in our own's way.
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2; Path=/', 'c=3;HttpOnly'])
    expect(answer.headers).not.toHaveProperty('clear-site-data')
  })

  test('a WebSocket carries text and bytes both ways, with the token', async () => {
    const door = await proxied()
    const cookie = await enter(door)
    const socket = new WebSocket(`ws://127.0.0.1:${door.port}/api/kernels/1/channels`, {
      headers: { host: door.host, cookie },
      origin: `http://${door.host}`,
    })
    closers.push(() => socket.terminate())
    const agreed = once(socket, 'upgrade') as Promise<[IncomingMessage]>
    await once(socket, 'open')
    expect((await agreed)[0].headers['set-cookie']).toEqual(['ws=1'])
    const bytes = Buffer.alloc(300_000, 7)
    socket.send(bytes)
    const [echo, binary] = (await once(socket, 'message')) as [Buffer, boolean]
    expect([echo.equals(bytes), binary]).toEqual([true, true])
    socket.send('中文')
    expect(String((await once(socket, 'message'))[0])).toBe('中文')
    expect(door.far.seen[0]).toMatchObject({
      authorization: 'token secret',
      host: `localhost:${door.far.port}`,
      origin: `http://localhost:${door.far.port}`,
    })
    expect(door.far.seen[0]).not.toHaveProperty('cookie')
  })
})

describe('a server that fails', () => {
  test('one that is not there gets a page of its own', async () => {
    const door = await proxied(() => Promise.resolve(null))
    const cookie = await enter(door)
    expect((await ask(door.port, '/lab', { headers: { host: door.host, cookie } })).body).toBe('absent')
  })

  test('one that refuses connections is silent', async () => {
    const door = await proxied((environmentId) =>
      Promise.resolve({ environmentId, containerId: 'c', host: '127.0.0.1', port: 1, token: 't' }),
    )
    const cookie = await enter(door)
    const answer = await ask(door.port, '/lab', { headers: { host: door.host, cookie } })
    expect([answer.status, answer.body]).toEqual([502, 'silent'])
  })

  test('an answer cut in the middle is cut for the browser too, not passed off as whole', async () => {
    const door = await proxied()
    const cookie = await enter(door)
    await expect(ask(door.port, '/cut', { headers: { host: door.host, cookie } })).rejects.toThrow(
      /aborted|hang up/,
    )
  })
})

test('each of several policies gets the same ancestors', () => {
  expect(framedBy("default-src 'self', frame-ancestors 'none'; sandbox", ['http://localhost:1'])).toBe(
    "default-src 'self'; frame-ancestors http://localhost:1, sandbox; frame-ancestors http://localhost:1",
  )
})
