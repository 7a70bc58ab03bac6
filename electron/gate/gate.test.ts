import { describe, expect, test } from 'vitest'
import {
  createTickets,
  destination,
  fromOwnPages,
  newSecret,
  holdsCookie,
  sameOrigin,
  sameSecret,
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
    expect(holdsCookie(header, 'berth-1', 'right=1')).toBe(true)
    expect(holdsCookie(header, 'berth-1', 'right')).toBe(false)
    expect(holdsCookie(header, 'berth-1', 'other')).toBe(false)
    expect(holdsCookie(undefined, 'berth-1', '')).toBe(false)
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
