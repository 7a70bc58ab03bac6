import { describe, expect, test } from 'vitest'
import {
  createTickets,
  destination,
  fromOwnPages,
  newSecret,
  readCookie,
  sameOrigin,
  sameSecret,
  withoutCookie,
} from '.'

describe('the Host of a request', () => {
  test.each([
    ['localhost:8400', '8400'],
    ['127.0.0.1:8400', '8400'],
    ['[::1]:8400', '8400'],
    ['LOCALHOST:9000', '9000'],
    ['localhost', '80'],
  ])('%s is our own page', (host, port) => {
    expect(destination(host)).toEqual({ is: 'app', host: host.toLowerCase(), port })
  })

  test('an environment id under localhost is that environment’s server', () => {
    expect(destination('abcd2345.localhost:8400')).toEqual({
      is: 'server',
      environmentId: 'abcd2345',
      host: 'abcd2345.localhost:8400',
      port: '8400',
    })
  })

  test.each([
    undefined,
    '',
    'evil.example:8400',
    'localhost.evil.example:8400',
    'abcd2345.localhost.evil.example',
    'localhost:8400@evil.example',
    'x.abcd2345.localhost:8400',
    'ABC_D2345.localhost',
    '0.0.0.0:8400',
    '10.0.0.3:8400',
    'localhost:',
    'localhost:840000',
    'localhost:8400, evil.example',
  ])('%s is refused', (host) => {
    expect(destination(host)).toBeNull()
  })
})

describe('the Origin of a request', () => {
  test('a WebSocket is opened by our own page only', () => {
    expect(sameOrigin('http://localhost:8400', 'localhost:8400')).toBe(true)
    for (const origin of [
      undefined,
      'null',
      'http://localhost:8401',
      'https://localhost:8400',
      'http://abcd2345.localhost:8400',
      'http://evil.example',
    ])
      expect(sameOrigin(origin, 'localhost:8400')).toBe(false)
  })

  const host = 'abcd2345.localhost:8400'
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

  test('another site may navigate to it, and nothing else', () => {
    expect(ask({ fetchSite: 'cross-site', fetchMode: 'navigate' })).toBe(true)
    expect(ask({ fetchSite: 'cross-site', fetchMode: 'no-cors' })).toBe(false)
    expect(ask({ method: 'POST', fetchSite: 'cross-site', fetchMode: 'navigate' })).toBe(false)
    expect(ask({ method: 'POST', origin: 'http://evil.example' })).toBe(false)
    expect(ask({ origin: 'http://zzzz2345.localhost:8400' })).toBe(false)
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

  test('a cookie is found by its whole name', () => {
    const header = 'xberth-1=no; berth-1=yes=1; berth-10=no'
    expect(readCookie(header, 'berth-1')).toBe('yes=1')
    expect(readCookie(header, 'berth-2')).toBeUndefined()
    expect(readCookie(undefined, 'berth-1')).toBeUndefined()
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
