// The headless server as a browser meets it: entering, the page, calls and streams, and sessions that end.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { socketCarrier } from '../shared/bytes'
import type { Contract } from '../shared/contract'
import { defaultSpec } from '../shared/model/launch-spec'
import { sessionEndedCode, type BrowserSession } from '../shared/contract/sessions'
import { closeOf, live, pageText, statusOf, token, type Live } from './headless.test-support'

const clock = { now: 1_800_000_000_000 }
let on: Live
beforeEach(async () => {
  on = await live({ now: () => clock.now })
})
afterEach(() => on.close())

async function called(cookie: string, headers: Record<string, string> = {}) {
  const socket = on.open('/rpc', { cookie, ...headers })
  await once(socket, 'open')
  // `ws` offers the browser's interface; its types differ in the event classes only.
  const websocket = socket as unknown as globalThis.WebSocket
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket }))
  return { socket, client }
}

async function sessionsOf(client: ContractRouterClient<Contract>): Promise<BrowserSession[]> {
  const stop = new AbortController()
  for await (const list of await client.sessions.watch(undefined, { signal: stop.signal })) {
    stop.abort()
    return list
  }
  throw new Error('the watch gave nothing')
}

describe('entering', () => {
  test('it prints an address that becomes a cookie with a secret of its own, never the token', async () => {
    expect(on.serving.url).toBe(`http://${on.host}/?token=${token}`)
    const first = await on.get(`/?token=${token}`)
    expect([first.status, first.headers.location]).toEqual([303, '/'])
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^berth-${on.serving.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
      ),
    ])
    expect(first.headers['set-cookie']?.[0]).not.toContain(token)
    const [cookie, other] = [await on.enter(), await on.enter()]
    expect(cookie).not.toBe(other)
    const page = await on.get('/', { cookie })
    expect([page.status, page.body]).toEqual([200, pageText])
  })

  test('a browser that is in already stays in the session it has', async () => {
    const cookie = await on.enter()
    const again = await on.get(`/?token=${token}`, { cookie })
    expect([again.status, again.headers['set-cookie']]).toEqual([303, undefined])
    const { client, socket } = await called(cookie)
    expect(await sessionsOf(client)).toHaveLength(1)
    socket.terminate()
  })

  test('a link on another site lets in too, by a page of ours that refreshes itself', async () => {
    const answer = await on.get(`/?token=${token}`, { 'sec-fetch-site': 'cross-site' })
    expect([answer.status, answer.headers.location]).toEqual([200, undefined])
    expect(answer.body).toContain('http-equiv="refresh"')
    expect(answer.headers['set-cookie']).toHaveLength(1)
  })

  test('without the token there is no page, no call and no stream; the token is no cookie', async () => {
    const name = `berth-${on.serving.port}`
    expect((await on.get('/')).status).toBe(401)
    expect((await on.get('/?token=wrong')).status).toBe(401)
    expect((await on.get('/?token=')).status).toBe(401)
    expect((await on.get('/', { cookie: `${name}=wrong` })).status).toBe(401)
    expect((await on.get('/', { cookie: `${name}=${token}` })).status).toBe(401)
    expect(await statusOf(on.open('/rpc', {}))).toBe(403)
    expect(await statusOf(on.open('/stream/terminal/abcd2345', {}))).toBe(403)
  })

  test('a one-time address opens once', async () => {
    const path = on.serving.oneTimeUrl().replace(on.origin, '')
    const { client, socket } = await called(await on.enter(path))
    expect(await sessionsOf(client)).toMatchObject([{ by: 'ticket' }])
    expect((await on.get(path)).status).toBe(401)
    socket.terminate()
  })

  test('wrong keys of every kind make the next wait, in words and in a header; a right cookie never waits', async () => {
    const cookie = await on.enter()
    const name = cookie.split('=')[0] ?? ''
    await on.get('/?token=wrong-1')
    await on.get('/?ticket=wrong-2')
    await on.get('/', { cookie: `${name}=wrong-3` })
    await statusOf(on.open('/rpc', { cookie: `${name}=wrong-4` }))
    expect((await on.get('/?token=wrong-5')).status).toBe(401)
    const told = await on.get(`/?token=${token}`)
    expect([told.status, told.headers['retry-after']]).toEqual([429, '1'])
    expect(told.body).toContain('Too many wrong keys')
    expect(told.headers['set-cookie']).toBeUndefined()
    expect(await statusOf(on.open('/rpc', { cookie: `${name}=wrong-6` }))).toBe(429)
    // Nobody else's guesses are in the way of whoever is in, and neither is their own old token in the address.
    expect((await on.get('/', { cookie: `${name}=planted; ${cookie}` })).status).toBe(200)
    expect((await on.get('/?token=wrong-7', { cookie })).status).toBe(200)
    // What was wrong before is no new guess: a tab with an old cookie only hears that it is out.
    expect((await on.get('/', { cookie: `${name}=wrong-3` })).status).toBe(401)
    expect((await on.get('/')).status).toBe(401)
    clock.now += 1_000
    expect((await on.get(`/?token=${token}`)).status).toBe(303)
  })
})

describe('a session that is in', () => {
  test('calls are answered, and a notebook’s address is made for the port that the browser sees', async () => {
    const { socket, client } = await called(await on.enter(), { host: 'berth.localhost:9000' })
    expect(await client.gpus.history({ span: 'minutes' })).toEqual({})
    expect(await client.jupyter.open({ containerId: 'web' })).toEqual({
      is: 'frame',
      url: expect.stringMatching(
        /^http:\/\/abcd2345\.berth\.localhost:9000\/__berth\/enter\?ticket=[a-z2-7]{8}\.[\w-]{43}$/,
      ) as string,
    })
    socket.terminate()
  })

  test('a stream’s bytes arrive as they were sent', async () => {
    const withdraw = on.streams.offer('terminal/abcd2345', (carrier) =>
      carrier.onMessage((message) => carrier.send(message)),
    )
    const carrier = socketCarrier(on.open('/stream/terminal/abcd2345', { cookie: await on.enter() }))
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
    const echo = new Promise((resolve) => carrier.onMessage(resolve))
    carrier.send(bytes)
    expect(await echo).toEqual(bytes)
    carrier.close()
    withdraw()
  })

  test('it sees who else is in, from what and since when', async () => {
    const mine = await called(await on.enter(undefined, { 'user-agent': 'Firefox/131.0 (Linux)' }))
    clock.now += 1_000
    await on.enter(undefined, { 'user-agent': '<script>alert(1)</script>'.repeat(9) })
    const list = await sessionsOf(mine.client)
    expect(list).toMatchObject([
      { mine: false, by: 'token', address: '127.0.0.1', since: clock.now, connected: false },
      { mine: true, by: 'token', browser: 'Firefox 131 · Linux', connected: true },
    ])
    expect(list[0]?.browser).toBe('<script>alert(1)</script>'.repeat(9).slice(0, 60))
    mine.socket.terminate()
  })

  test('revoked, everything it has open is closed with the reason, and it is heard no more', async () => {
    const heard: unknown[] = []
    const withdraw = on.streams.offer('terminal/abcd2345', (carrier) =>
      carrier.onMessage((message) => heard.push(message)),
    )
    const [cookie, keep] = [await on.enter(), await on.enter()]
    const mine = await called(keep)
    const theirs = await called(cookie)
    const stream = on.open('/stream/terminal/abcd2345', { cookie })
    await once(stream, 'open')
    const closed = Promise.all([closeOf(theirs.socket), closeOf(stream)])
    const [other] = (await sessionsOf(mine.client)).filter((each) => !each.mine)
    // A page that goes on talking while it is being hung up on.
    const talking = setInterval(() => stream.send('rm -rf ~'), 1)
    await mine.client.sessions.revoke({ id: other?.id ?? '' })
    const before = heard.length
    expect(await closed).toEqual(Array(2).fill({ code: sessionEndedCode, reason: 'revoked' }))
    clearInterval(talking)
    expect(heard.length).toBe(before)
    expect((await on.get('/', { cookie })).status).toBe(401)
    expect(await statusOf(on.open('/rpc', { cookie }))).toBe(403)
    expect(await mine.client.sessions.revokeOthers()).toEqual({ revoked: 0 })
    await expect(mine.client.sessions.revoke({ id: other?.id ?? '' })).rejects.toMatchObject({
      data: { code: 'NotFound' },
    })
    expect((await on.get('/', { cookie: keep })).status).toBe(200)
    expect(await on.enter()).not.toBe('')
    mine.socket.terminate()
    withdraw()
  })

  test('too old, it ends although its page is open', async () => {
    const cookie = await on.enter()
    const { socket } = await called(cookie)
    const closed = closeOf(socket)
    clock.now += 31 * 24 * 3_600_000
    expect((await on.get('/', { cookie })).status).toBe(401)
    expect(await closed).toEqual({ code: sessionEndedCode, reason: 'expired' })
  })
})

test('a page is not asked what only a person may decide: what was not allowed at the start is refused', async () => {
  const { socket, client } = await called(await on.enter())
  const opening = { target: { is: 'host' as const }, carrier: 'pty' as const, cols: 80, rows: 24 }
  const mounting = defaultSpec({ image: 'lab:1', entry: '', projectFolder: '/etc', gpus: { is: 'none' } })
  const refused = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: unknown) => Reflect.get(Object(error), 'data') as unknown,
    )
  expect(await refused(client.terminals.open(opening))).toMatchObject({
    code: 'NotAllowed',
    params: { what: 'host-terminals', how: 'asks' },
  })
  expect(await refused(client.settings.update({ engineAddress: 'tcp://evil.example' }))).toMatchObject({
    code: 'NotAllowed',
    params: { what: 'engine', how: 'asks' },
  })
  expect(await refused(client.launch.start(mounting))).toMatchObject({
    code: 'MountRefused',
    params: { reason: 'asks', risk: 'system', path: '/etc' },
  })
  on.agreements.add({ path: '/etc', readOnly: false, within: true })
  expect(await client.launch.start(mounting)).toEqual({ taskId: 'aaaaaaaa' })
  socket.terminate()
})
