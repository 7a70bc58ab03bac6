// What strangers, other sites and a hostile notebook may try on the running server, by what stands on the wire.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { environmentId, live, pageText, statusOf, token, type Live } from './headless.test-support'

let on: Live
let jupyter: Server
let cookie = ''
/** In the notebook's host, of the same session. */
let doorCookie = ''
const asked: { request: IncomingMessage; body: string }[] = []
const notebook = () => `${environmentId}.${on.host}`

beforeAll(async () => {
  jupyter = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      asked.push({ request, body })
      response.writeHead(200, {
        'content-type': 'text/html',
        'set-cookie': ['a=1; Domain=berth.localhost; Path=/'],
      })
      response.end('jupyter')
    })
  })
  const sockets = new WebSocketServer({ server: jupyter })
  sockets.on('connection', (_socket, request) => asked.push({ request, body: '' }))
  jupyter.listen(0, '127.0.0.1')
  await once(jupyter, 'listening')
  const { port } = jupyter.address() as AddressInfo
  on = await live({
    jupyter: { environmentId, containerId: 'web', host: '127.0.0.1', port, token: 'secret' },
  })
  cookie = await on.enter()
  doorCookie = await throughTheDoor()
})
afterAll(async () => {
  await on.close()
  jupyter.closeAllConnections()
  jupyter.close()
})

async function throughTheDoor(): Promise<string> {
  const { createORPCClient } = await import('@orpc/client')
  const { RPCLink } = await import('@orpc/client/websocket')
  const socket = on.open('/rpc', { cookie })
  await once(socket, 'open')
  const client: { jupyter: { open(input: object): Promise<{ url: string }> } } = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )
  const { url } = await client.jupyter.open({ containerId: 'web' })
  socket.terminate()
  return await on.enter(url.slice(url.indexOf('/', 8)), { host: new URL(url).host })
}

const statusLine = (answer: string) => answer.split('\r\n')[0] ?? ''
const head = (lines: string[]) => [...lines, 'Connection: close', '', ''].join('\r\n')

describe('the Host of a request on the wire', () => {
  test.each([
    ['evil.example', '421'],
    ['evil.example:PORT', '421'],
    ['127.0.0.1.evil.example:PORT', '421'],
    ['localhost.evil.example:PORT', '421'],
    ['berth.localhost.evil.example:PORT', '421'],
    ['evil.example#berth.localhost:PORT', '421'],
    ['berth.localhost:PORT@evil.example', '421'],
    ['evilberth.localhost:PORT', '421'],
    ['0.0.0.0:PORT', '421'],
    ['[::]:PORT', '421'],
    ['2130706433:PORT', '421'],
    ['berth.localhost.:PORT', '421'],
    ['', '421'],
    ['berth.localhost:PORT', '200'],
  ])('%s is answered with %s', async (host, status) => {
    const lines = ['GET / HTTP/1.1', `Host: ${host.replace('PORT', String(on.serving.port))}`]
    const answer = await on.raw(head([...lines, `Cookie: ${cookie}`]))
    expect(statusLine(answer)).toContain(` ${status} `)
    expect(answer.includes(pageText)).toBe(status === '200')
  })

  test.each([
    [
      'a target with another site in it',
      (host: string) => [`GET http://evil.example/ HTTP/1.1`, `Host: ${host}`],
    ],
    ['a target with our own site in it', (host: string) => [`GET http://${host}/ HTTP/1.1`, `Host: ${host}`]],
    ['two Hosts', (host: string) => ['GET / HTTP/1.1', `Host: ${host}`, 'Host: evil.example']],
    ['two Hosts that agree', (host: string) => ['GET / HTTP/1.1', `Host: ${host}`, `host: ${host}`]],
    ['no Host', () => ['GET / HTTP/1.1']],
    ['no Host in HTTP/1.0', () => ['GET / HTTP/1.0']],
    ['a target that is no path', (host: string) => ['OPTIONS * HTTP/1.1', `Host: ${host}`]],
    ['a Host behind a space', (host: string) => ['GET / HTTP/1.1', `Host : ${host}`]],
    ['a Host on a folded line', (host: string) => ['GET / HTTP/1.1', 'X: 1', ` Host: ${host}`]],
  ])('%s is refused', async (_what, lines) => {
    const answer = await on.raw(head([...lines(on.host), `Cookie: ${cookie}`]))
    expect(statusLine(answer)).toMatch(/ 400 /)
  })

  test('HTTP/1.0 with a Host of ours is served', async () => {
    const answer = await on.raw(head(['GET / HTTP/1.0', `Host: ${on.host}`, `Cookie: ${cookie}`]))
    expect(statusLine(answer)).toContain(' 200 ')
  })

  test('our other names lead to ours, and nowhere else whatever the path says', async () => {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const alias = await on.get('//evil.example/?token=x', { host: `${name}:${on.serving.port}` })
      expect([alias.status, alias.headers.location]).toEqual([307, `${on.origin}//evil.example/?token=x`])
      expect(await statusOf(on.open('/rpc', { cookie, host: `${name}:${on.serving.port}` }))).toBe(403)
    }
  })
})

describe('the Origin of what changes something', () => {
  test.each([
    ...['http://evil.example', 'null', 'http://localhost', 'http://berth.localhost', 'HTTPS://HOST'],
    ...['http://abcd2345.HOST', 'http://HOST.evil.example', 'http://HOST/', 'file://'],
  ])('a page of %s cannot open our WebSocket', async (origin) => {
    const from = origin.replace('HOST', on.host)
    expect(await statusOf(on.open('/rpc', { cookie }, from))).toBe(403)
    expect(await statusOf(on.open('/stream/terminal/abcd2345', { cookie }, from))).toBe(403)
  })

  test('without an Origin it is not opened either', async () => {
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
    const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='
    const lines = ['GET /rpc HTTP/1.1', `Host: ${on.host}`, `Cookie: ${cookie}`, ...upgrade, key, '', '']
    expect(statusLine(await on.raw(lines.join('\r\n')))).toContain(' 403 ')
  })

  test('the page takes nothing but reading, whoever asks', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])
      expect((await on.get('/', { cookie }, method)).status).toBe(405)
    expect((await on.get('/', { cookie }, 'HEAD')).body).toBe('')
  })

  test('a notebook takes changes from its own page only', async () => {
    const own = { host: notebook(), cookie: doorCookie }
    const post = (headers: Record<string, string>) => on.get('/api/kernels', { ...own, ...headers }, 'POST')
    expect((await post({ origin: `http://${notebook()}` })).status).toBe(200)
    for (const origin of [on.origin, 'http://evil.example', 'null', `http://zzzz2345.${on.host}`])
      expect((await post({ origin })).status).toBe(403)
    expect((await post({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' })).status).toBe(403)
    expect(await statusOf(on.open('/api/kernels/1/channels', own, on.origin))).toBe(403)
  })

  test('TRACE never reaches a notebook: it would show a page the token that we add', async () => {
    const before = asked.length
    expect((await on.get('/', { host: notebook(), cookie: doorCookie }, 'TRACE')).status).toBe(405)
    const line = await on.raw(head([`CONNECT ${notebook()} HTTP/1.1`, `Host: ${notebook()}`]))
    expect(statusLine(line)).not.toContain(' 200 ')
    expect(asked.length).toBe(before)
  })
})

describe('the files of the page', () => {
  test.each([
    ...['/../secret', '/%2e%2e/secret', '/..%2fsecret', '/%2e%2e%2fsecret', '/..%5csecret', '/..\\secret'],
    ...['/%252e%252e%252fsecret', '/%252e%252e/secret', '/index.html%00.js', '/%00', '/\0', '/....//secret'],
    ...[
      '/assets/..%2f..%2fsecret',
      '/C:/secret',
      '//etc/passwd',
      '/%2fetc%2fpasswd',
      '/%',
      '/%c0%ae%c0%ae/secret',
    ],
  ])('%s gives nothing of what lies outside', async (path) => {
    const answer = await on.raw(head([`GET ${path} HTTP/1.1`, `Host: ${on.host}`, `Cookie: ${cookie}`]))
    expect(statusLine(answer)).toMatch(/ (404|400) /)
    expect(answer).not.toContain('root:')
    expect(answer).not.toContain('outside')
  })

  test('a folder is no file', async () => {
    expect((await on.get('/assets', { cookie })).status).toBe(404)
    expect((await on.get('/assets/', { cookie })).status).toBe(404)
  })
})

describe('what a request may cost', () => {
  test('a head that is too large is refused', async () => {
    const large = `X-Large: ${'x'.repeat(20_000)}`
    const answer = await on.raw(head(['GET / HTTP/1.1', `Host: ${on.host}`, large]))
    expect(statusLine(answer)).toContain(' 431 ')
    const long = await on.raw(head([`GET /${'x'.repeat(20_000)} HTTP/1.1`, `Host: ${on.host}`]))
    expect(statusLine(long)).toMatch(/ (431|414) /)
  })

  test('a body that nobody asked for holds no connection', async () => {
    for (const [host, path] of [
      [on.host, '/'],
      ['evil.example', '/'],
      [notebook(), '/api/contents/a'],
    ]) {
      const lines = [
        `PUT ${path ?? ''} HTTP/1.1`,
        `Host: ${host ?? ''}`,
        'Content-Length: 1000000',
        '',
        'begun',
      ]
      // Nothing more is sent, and the connection ends all the same.
      expect(statusLine(await on.raw(lines.join('\r\n')))).toMatch(/ (405|421|403) /)
    }
  })

  const upgrade = ['Connection: Upgrade', 'Sec-WebSocket-Version: 13']
  const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='
  const web = 'Upgrade: websocket'
  test.each([
    ['nobody’s', () => [`Host: ${on.host}`, `Origin: ${on.origin}`, web], '403'],
    [
      'another site’s',
      () => [`Host: ${on.host}`, 'Origin: http://evil.example', `Cookie: ${cookie}`, web],
      '403',
    ],
    ['no WebSocket', () => [`Host: ${on.host}`, 'Upgrade: h2c'], '400'],
    ['to a notebook', () => [`Host: ${notebook()}`, `Origin: http://${notebook()}`, web], '403'],
  ])(
    'a WebSocket that is %s holds no connection, although the other side does',
    async (_what, lines, status) => {
      // Node's own client, too, would close with the server: this one keeps its side open.
      const keeping = connect({ port: on.serving.port, host: '127.0.0.1', allowHalfOpen: true })
      let said = ''
      keeping.on('data', (chunk: Buffer) => (said += chunk.toString()))
      keeping.on('error', () => undefined)
      const ended = once(keeping, 'end')
      keeping.write([`GET /rpc HTTP/1.1`, ...lines(), ...upgrade, key, '', ''].join('\r\n'))
      await ended
      expect(statusLine(said)).toContain(` ${status} `)
      // Where nobody holds the other end any more, a byte is answered by a reset.
      await expect
        .poll(() => keeping.destroyed || (keeping.write('x'), keeping.destroyed), { timeout: 8_000 })
        .toBe(true)
    },
  )

  test('wrong keys make a WebSocket wait as long as a page, and none of either kind is looked at meanwhile', async () => {
    const waits = async (one: (live: Live, cookie: string) => Promise<unknown>) => {
      const fresh = await live({ now: () => 1_000 })
      const name = cookie.split('=')[0]?.replace(String(on.serving.port), String(fresh.serving.port)) ?? ''
      try {
        for (let guess = 0; guess < 6; guess += 1) await one(fresh, `${name}=wrong-${guess}`)
        const page = await fresh.get(`/?token=${token}`)
        const socket = fresh.open('/rpc', { cookie: `${name}=another` })
        const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
        const told = [page, { status: answer.statusCode, headers: answer.headers }]
        return told.map(({ status, headers }) => [status, headers['retry-after']])
      } finally {
        await fresh.close()
      }
    }
    const byPage = await waits((fresh, wrong) => fresh.get('/', { cookie: wrong }))
    expect(byPage).toEqual([
      [429, '1'],
      [429, '1'],
    ])
    expect(await waits((fresh, wrong) => statusOf(fresh.open('/rpc', { cookie: wrong })))).toEqual(byPage)
    // Who brings no key guesses none.
    const none = await waits((fresh) => statusOf(fresh.open('/rpc', {})))
    expect(none).toEqual([
      [303, undefined],
      [403, undefined],
    ])
  })

  test('connections have an end, WebSockets among them, and whoever has one keeps it', async () => {
    const most = 1_024
    const crowded = await live()
    const inside = await crowded.enter()
    const sockets = Array.from({ length: 20 }, () => crowded.open('/rpc', { cookie: inside }))
    await Promise.all(sockets.map((socket) => once(socket, 'open')))
    const idle = Array.from({ length: most }, () => connect(crowded.serving.port, '127.0.0.1'))
    let cut = 0
    for (const one of idle) one.on('error', () => undefined).on('close', () => (cut += 1))
    try {
      await expect.poll(() => cut, { timeout: 8_000 }).toBe(sockets.length)
      await expect(crowded.get('/', { cookie: inside })).rejects.toThrow()
      const [first] = sockets
      if (first === undefined) throw new Error('none was opened')
      const pong = once(first, 'pong')
      first.ping()
      await pong
      sockets.at(-1)?.terminate()
      const served = () =>
        crowded.get('/', { cookie: inside }).then(
          ({ status }) => status,
          () => 'cut off',
        )
      await expect.poll(served, { timeout: 8_000 }).toBe(200)
    } finally {
      for (const one of idle) one.destroy()
      for (const socket of sockets) socket.terminate()
      await crowded.close()
    }
  }, 30_000)

  test('a head that comes a byte at a time is not waited for, nor is one that never begins', async () => {
    const slow = connect(on.serving.port, '127.0.0.1')
    slow.on('error', () => undefined)
    slow.write(`GET / HTTP/1.1\r\nHost: ${on.host}\r\nX-Slow: `)
    const dripping = setInterval(() => slow.write('x'), 500)
    const cut = new Promise((resolve) => slow.once('close', resolve))
    const closed = Promise.all([cut, on.raw('')])
    const began = Date.now()
    await closed
    clearInterval(dripping)
    // 10 s, and 2 s until somebody looks.
    expect(Date.now() - began).toBeGreaterThan(9_000)
  }, 40_000)
})

describe('a hostile notebook', () => {
  test('may plant cookies of our name for the whole site: the right one is still the right one', async () => {
    const name = cookie.split('=')[0] ?? ''
    const planted = `${name}=${'x'.repeat(43)}; ${name}=${doorCookie.split('=')[1] ?? ''}; ${cookie}; ${name}=`
    expect((await on.get('/', { cookie: planted })).status).toBe(200)
    expect(
      (await on.get('/lab', { host: notebook(), cookie: `${name}=planted; ${doorCookie}` })).status,
    ).toBe(200)
  })

  test('its cookie opens neither the app nor another notebook, and the app’s opens no notebook', async () => {
    expect((await on.get('/', { cookie: doorCookie })).status).toBe(401)
    expect((await on.get('/lab', { host: notebook(), cookie })).status).toBe(403)
    expect((await on.get('/lab', { host: `zzzz2345.${on.host}`, cookie: doorCookie })).status).toBe(403)
  })

  test('never gets our cookie, and cannot set one beyond its own host', async () => {
    const answer = await on.get('/lab', { host: notebook(), cookie: `mine=1; ${doorCookie}; ${cookie}` })
    expect(asked.at(-1)?.request.headers).toMatchObject({ cookie: 'mine=1', authorization: 'token secret' })
    expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/'])
  })

  test('can neither be another protocol nor make the app one', async () => {
    for (const [host, with_] of [
      [on.host, cookie],
      [notebook(), doorCookie],
    ]) {
      const lines = ['GET /rpc HTTP/1.1', `Host: ${host ?? ''}`, `Origin: http://${host ?? ''}`]
      const change = [
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAAQAAP__',
      ]
      const answer = await on.raw([...lines, `Cookie: ${with_ ?? ''}`, ...change, '', ''].join('\r\n'))
      expect(statusLine(answer)).toContain(' 400 ')
    }
  })
})

describe('two readers of one request', () => {
  const hidden = 'DELETE /api/kernels/1 HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const start = () => ['POST /api/status HTTP/1.1', `Host: ${notebook()}`, `Cookie: ${doorCookie}`]

  test.each([
    ['a length and a coding', () => [`Content-Length: ${hidden.length}`, 'Transfer-Encoding: chunked']],
    ['two lengths', () => ['Content-Length: 0', `Content-Length: ${hidden.length}`]],
    ['two lengths in one', () => [`Content-Length: 0, ${hidden.length}`]],
    ['a coding that is none', () => ['Transfer-Encoding: xchunked']],
    ['a coding behind a space', () => ['Transfer-Encoding : chunked']],
    ['a length with a sign', () => [`Content-Length: +${hidden.length}`]],
  ])('%s is refused, and nothing of it arrives', async (_what, lines) => {
    const before = asked.length
    const answer = await on.raw([...start(), ...lines(), '', `0\r\n\r\n${hidden}`].join('\r\n'))
    expect(statusLine(answer)).toContain(' 400 ')
    expect(asked.length).toBe(before)
  })

  test('headers named as the connection’s own go no further; the length stays', async () => {
    const before = asked.length
    const named = 'Connection: close, content-length, x-hop, authorization'
    const get = ['GET /api/status HTTP/1.1', `Host: ${notebook()}`, `Cookie: ${doorCookie}`]
    const rest = [named, 'X-Hop: 1', 'Keep-Alive: timeout=9', `Content-Length: ${hidden.length}`]
    const answer = await on.raw([...get, ...rest, '', hidden].join('\r\n'))
    expect(statusLine(answer)).toContain(' 200 ')
    expect(asked.slice(before)).toMatchObject([{ body: hidden }])
    const { headers } = asked.at(-1)?.request ?? {}
    expect(headers).toMatchObject({ authorization: 'token secret', 'content-length': String(hidden.length) })
    expect(headers).not.toHaveProperty('x-hop')
    expect(headers).not.toHaveProperty('keep-alive')
  })

  test('a body in chunks arrives as one body of one request', async () => {
    const before = asked.length
    const chunked = ['Transfer-Encoding: chunked', 'Connection: close', '', '5\r\nhello\r\n0\r\n\r\n']
    const answer = await on.raw([...start(), `Origin: http://${notebook()}`, ...chunked].join('\r\n'))
    expect(statusLine(answer)).toContain(' 200 ')
    expect(asked.slice(before)).toMatchObject([{ body: 'hello' }])
  })
})

describe('the headers of live answers', () => {
  test('the page: its own scripts, frames of its notebooks, framed by nobody, read by no other origin', async () => {
    const { headers } = await on.get('/', { cookie })
    const policy = String(headers['content-security-policy']).split('; ')
    for (const rule of [
      ...["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"],
      ...["object-src 'none'", "base-uri 'none'", "form-action 'none'"],
      `frame-src http://*.${on.host}`,
    ])
      expect(policy).toContain(rule)
    expect(policy.join()).not.toMatch(/unsafe-eval|script-src[^,]*unsafe/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    for (const absent of [
      'access-control-allow-origin',
      'strict-transport-security',
      'x-powered-by',
      'server',
    ])
      expect(headers).not.toHaveProperty(absent)
  })

  test('every refusal is a page that may do nothing and is kept by nobody', async () => {
    const answers = [
      await on.get('/'),
      await on.get('/', { cookie, host: 'evil.example' }),
      await on.get('/', { cookie }, 'POST'),
      await on.get('/absent', { cookie }),
      await on.get('/lab', { host: notebook() }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 421, 405, 404, 403])
    for (const { headers, body } of answers) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/)
      expect(headers).toMatchObject({
        ...{ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
        ...{ 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-origin' },
      })
      expect(body).not.toContain(token)
    }
    // Only what stands where a notebook would may be framed.
    expect(
      answers.map(({ headers }) => /frame-ancestors 'none'/.test(String(headers['content-security-policy']))),
    ).toEqual([true, true, true, true, false])
  })

  test('a notebook’s answer may be framed by itself and the app alone', async () => {
    const { headers } = await on.get('/lab', { host: notebook(), cookie: doorCookie })
    expect(headers['content-security-policy']).toBe(`frame-ancestors 'self' ${on.origin}`)
  })

  test('what lets in is kept nowhere and told to nobody', async () => {
    for (const site of ['none', 'cross-site']) {
      const { headers } = await on.get(`/?token=${token}`, { 'sec-fetch-site': site })
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    }
    expect(on.log.join('\n')).not.toContain(token)
  })
})
