import { describe, expect, test } from 'vitest'
import {
  createTickets,
  destination,
  fromOwnPages,
  newSecret,
  cookieValues,
  isPagesMethod,
  opensWebSocket,
  sameOrigin,
  sameSecret,
  wellFormed,
  withoutCookie,
} from '.'

describe('the Host of a request', () => {
  test.each([
    ['berth.localhost:8400', '8400'],
    ['BERTH.LOCALHOST:9000', '9000'],
    ['berth.localhost', '80'],
  ])('%s is our own page', (host, port) => {
    expect(destination(host)).toEqual({ is: 'app', host: host.toLowerCase(), port })
  })

  test.each(['localhost:8400', '127.0.0.1:8400', '[::1]:8400'])('%s is another name for it', (host) => {
    expect(destination(host)).toEqual({ is: 'alias', port: '8400' })
  })

  test('an environment id under our name is that environment’s server', () => {
    expect(destination('abcd2345.berth.localhost:8400')).toEqual({
      is: 'server',
      environmentId: 'abcd2345',
      host: 'abcd2345.berth.localhost:8400',
      port: '8400',
    })
  })

  test.each([
    undefined,
    '',
    'evil.example:8400',
    'localhost.evil.example:8400',
    'berth.localhost.evil.example',
    'abcd2345.berth.localhost.evil.example',
    'abcd2345.localhost:8400',
    'localhost:8400@evil.example',
    'x.abcd2345.berth.localhost:8400',
    'ABC_D2345.berth.localhost',
    '0.0.0.0:8400',
    '10.0.0.3:8400',
    'localhost:',
    'localhost:840000',
    'localhost:8400, evil.example',
  ])('%s is refused', (host) => {
    expect(destination(host)).toBeNull()
  })
})

describe('the Host of a request where TLS has given us a name', () => {
  const site = { name: 'berth.example.org', secure: true }

  test('the page is at the name, and servers are below it', () => {
    expect(destination('Berth.Example.org', site)).toMatchObject({ is: 'app', port: '443' })
    expect(destination('abcd2345.berth.example.org:8400', site)).toMatchObject({
      ...{ is: 'server', environmentId: 'abcd2345', port: '8400' },
    })
  })

  test.each([
    ...['berth.localhost:8400', 'localhost:8400', '127.0.0.1:8400', '10.0.0.3:8400', 'example.org'],
    ...['xberth.example.org', 'abcd2345.xberth.example.org', 'abcd2345.berth.example.org.evil.example'],
    ...['.berth.example.org', 'abcd2345..berth.example.org', 'www.berth.example.org'],
  ])('%s is refused', (host) => {
    expect(destination(host, site)).toBeNull()
  })

  test('its own origin is https, and no other', () => {
    expect(sameOrigin('https://berth.example.org', 'berth.example.org', site)).toBe(true)
    expect(sameOrigin('http://berth.example.org', 'berth.example.org', site)).toBe(false)
    const request = { method: 'POST', host: 'h', fetchSite: undefined, fetchMode: undefined }
    expect(fromOwnPages({ ...request, origin: 'https://h' }, site)).toBe(true)
    expect(fromOwnPages({ ...request, origin: 'http://h' }, site)).toBe(false)
  })
})

describe('the shape of a request', () => {
  test('it has one Host, and a path as its target', () => {
    expect(wellFormed({ rawHeaders: ['Host', 'a'], url: '/x' })).toBe(true)
    // A value that looks like the name is none.
    expect(wellFormed({ rawHeaders: ['Host', 'a', 'X-Name', 'host'], url: '/' })).toBe(true)
    for (const rawHeaders of [[], ['Host', 'a', 'host', 'a']])
      expect(wellFormed({ rawHeaders, url: '/' })).toBe(false)
    for (const url of ['http://evil.example/', '*', 'evil.example:443', undefined])
      expect(wellFormed({ rawHeaders: ['Host', 'a'], url })).toBe(false)
  })

  test('TRACE, CONNECT and inventions are no page’s methods', () => {
    expect(['GET', 'PATCH', 'OPTIONS'].map(isPagesMethod)).toEqual([true, true, true])
    expect(['TRACE', 'CONNECT', 'PROPFIND', undefined].map(isPagesMethod)).toEqual(Array(4).fill(false))
  })

  test('only a WebSocket is an upgrade', () => {
    const ask = (method: string, upgrade?: string) => opensWebSocket({ method, headers: { upgrade } })
    expect(ask('GET', 'WebSocket')).toBe(true)
    for (const other of [
      ask('POST', 'websocket'),
      ask('GET', 'h2c'),
      ask('GET', 'websocket, h2c'),
      ask('GET'),
    ])
      expect(other).toBe(false)
  })
})

describe('the Origin of a request', () => {
  test('a WebSocket is opened by our own page only', () => {
    expect(sameOrigin('http://berth.localhost:8400', 'berth.localhost:8400')).toBe(true)
    for (const origin of [
      undefined,
      'null',
      'http://berth.localhost:8401',
      'https://berth.localhost:8400',
      'http://localhost:8400',
      'http://abcd2345.berth.localhost:8400',
      'http://evil.example',
    ])
      expect(sameOrigin(origin, 'berth.localhost:8400')).toBe(false)
  })

  const host = 'abcd2345.berth.localhost:8400'
  const ask = (request: Partial<Parameters<typeof fromOwnPages>[0]>) =>
    fromOwnPages({
      method: 'GET',
      host,
      origin: undefined,
      fetchSite: undefined,
      fetchMode: undefined,
      ...request,
    })

  test('a server’s own pages may do anything to it', () => {
    expect(
      ask({ method: 'POST', origin: `http://${host}`, fetchSite: 'same-origin', fetchMode: 'cors' }),
    ).toBe(true)
    expect(ask({ fetchSite: 'same-origin', fetchMode: 'no-cors' })).toBe(true)
  })

  test('another environment’s page is another site’s, although the browser calls it the same', () => {
    expect(ask({ fetchSite: 'same-site', fetchMode: 'no-cors' })).toBe(false)
    expect(ask({ method: 'POST', fetchSite: 'same-site', fetchMode: 'navigate' })).toBe(false)
  })

  test('another site may navigate to it, and nothing else', () => {
    expect(ask({ fetchSite: 'cross-site', fetchMode: 'navigate' })).toBe(true)
    expect(ask({ fetchSite: 'cross-site', fetchMode: 'no-cors' })).toBe(false)
    expect(ask({ method: 'POST', fetchSite: 'cross-site', fetchMode: 'navigate' })).toBe(false)
    expect(ask({ method: 'POST', origin: 'http://evil.example' })).toBe(false)
    expect(ask({ origin: 'http://zzzz2345.berth.localhost:8400' })).toBe(false)
  })

  test('a sandboxed frame has no origin, so it has no way in', () => {
    expect(ask({ method: 'POST', origin: 'null', fetchSite: 'same-origin' })).toBe(false)
  })
})

describe('secrets', () => {
  test('only the very same secret is the same', () => {
    const secret = newSecret()
    expect(sameSecret(secret, secret)).toBe(true)
    for (const other of [undefined, '', secret.slice(1), `${secret}a`, newSecret()])
      expect(sameSecret(other, secret)).toBe(false)
  })

  test('a cookie counts by its whole name and value, whatever else has that name', () => {
    const header = 'xberth-1=right; berth-1=planted; berth-1=right=1; berth-10=other'
    expect(cookieValues(header, 'berth-1')).toEqual(['planted', 'right=1'])
    expect(cookieValues(undefined, 'berth-1')).toEqual([])
  })

  test('our cookie is taken out and the others stay', () => {
    expect(withoutCookie('_xsrf=2|a; berth-1=secret; username="x"', 'berth-1')).toBe(
      '_xsrf=2|a; username="x"',
    )
    expect(withoutCookie('berth-1=secret', 'berth-1')).toBeUndefined()
    expect(withoutCookie(undefined, 'berth-1')).toBeUndefined()
  })

  test('a ticket opens once, for its holder', () => {
    const tickets = createTickets()
    const ticket = tickets.issue('abcd2345')
    expect(tickets.redeem(ticket, 'zzzz2345')).toBe(false)
    expect(tickets.redeem(ticket, 'abcd2345')).toBe(true)
    expect(tickets.redeem(ticket, 'abcd2345')).toBe(false)
  })

  test('a ticket is void after a minute', () => {
    let now = 0
    const tickets = createTickets(() => now)
    const ticket = tickets.issue('abcd2345')
    now = 60_001
    expect(tickets.redeem(ticket, 'abcd2345')).toBe(false)
  })
})
