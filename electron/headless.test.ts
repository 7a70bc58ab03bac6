// The headless server, whole, on a real port; the rooms behind it are stand-ins.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { socketCarrier } from '../shared/bytes'
import type { Contract } from '../shared/contract'
import { defaultSpec } from '../shared/model/launch-spec'
import { SettingsSchema } from '../shared/model/settings'
import { createAgreements } from './consent'
import { serve, type Serving } from './headless'
import type { GpuRoom, HostRoom, JupyterRoom, LaunchRoom, SettingsRoom } from './services'
import { standIn, standInServices } from './stand-in'
import { createStreamRegistry } from './streams'

const token = 'a-token-that-only-this-test-knows-0123456789'
let folder = ''
let serving: Serving
let host = ''
const agreements = createAgreements()
const streams = createStreamRegistry({ log: () => undefined })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-headless-'))
  await writeFile(join(folder, 'index.html'), '<title>Berth</title>')
  const services = standInServices({
    gpus: standIn<GpuRoom>({ history: () => ({}) }),
    agreements,
    launch: standIn<LaunchRoom>({
      asks: () => {
        const etc = { path: '/etc', readOnly: false, why: 'system' as const }
        return Promise.resolve(agreements.covers(etc) ? [] : [etc])
      },
      start: () => Promise.resolve({ taskId: 'aaaaaaaa' }),
    }),
    settings: standIn<SettingsRoom>({ get: () => SettingsSchema.parse({}) }),
    host: standIn<HostRoom>({}),
    jupyter: standIn<JupyterRoom>({
      find: () => Promise.resolve(null),
      ready: (containerId) =>
        Promise.resolve({ environmentId: 'abcd2345', containerId, host: '127.0.0.1', port: 1, token: 't' }),
    }),
    streams,
  })
  serving = await serve({ services, port: 0, token, pageFolder: folder, log: () => undefined })
  host = `berth.localhost:${serving.port}`
})
afterAll(async () => {
  await serving.close()
  await rm(folder, { recursive: true })
})

type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port: serving.port,
      path,
      method,
      headers: { host, ...headers },
    })
    asked.on('error', reject)
    asked.on('response', (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => (body += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    asked.end()
  })
}

async function enter(path = `/?token=${token}`): Promise<string> {
  const answer = await get(path)
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

function open(path: string, headers: Record<string, string>, origin = `http://${headers['host'] ?? host}`) {
  return new WebSocket(`ws://127.0.0.1:${serving.port}${path}`, { headers: { host, ...headers }, origin })
}

async function statusOf(socket: WebSocket): Promise<number> {
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
  return answer.statusCode
}

test('it prints an address that the browser is let in by, once turned into a cookie', async () => {
  expect(serving.url).toBe(`http://${host}/?token=${token}`)
  const first = await get(`/?token=${token}`)
  expect([first.status, first.headers.location]).toEqual([303, '/'])
  expect(first.headers['set-cookie']).toEqual([
    `berth-${serving.port}=${token}; Path=/; HttpOnly; SameSite=Strict`,
  ])
  const page = await get('/', { cookie: await enter() })
  expect([page.status, page.body]).toEqual([200, '<title>Berth</title>'])
  expect(page.headers['content-security-policy']).toContain(
    `frame-src http://*.berth.localhost:${serving.port};`,
  )
})

test('a link on another site lets in too, by a page of ours that refreshes itself', async () => {
  const answer = await get(`/?token=${token}`, { 'sec-fetch-site': 'cross-site' })
  expect([answer.status, answer.headers.location]).toEqual([200, undefined])
  expect(answer.body).toContain('http-equiv="refresh"')
  expect(answer.headers['set-cookie']).toHaveLength(1)
})

test('without the token there is no page, no call and no stream', async () => {
  expect((await get('/')).status).toBe(401)
  expect((await get('/?token=wrong')).status).toBe(401)
  expect((await get('/', { cookie: `berth-${serving.port}=wrong` })).status).toBe(401)
  expect(await statusOf(open('/rpc', {}))).toBe(403)
  expect(await statusOf(open('/stream/terminal/abcd2345', {}))).toBe(403)
})

test('a one-time address opens once', async () => {
  const path = serving.oneTimeUrl().replace(`http://${host}`, '')
  expect(await enter(path)).toContain(token)
  expect((await get(path)).status).toBe(401)
})

test('a foreign host name is refused even with the cookie, and our other names lead to ours', async () => {
  const cookie = await enter()
  expect((await get('/', { host: `evil.example:${serving.port}`, cookie })).status).toBe(421)
  const alias = await get('/?token=x', { host: `127.0.0.1:${serving.port}` })
  expect([alias.status, alias.headers.location]).toEqual([307, `http://${host}/?token=x`])
  expect(await statusOf(open('/rpc', { cookie, host: `localhost:${serving.port}` }))).toBe(403)
})

test.each(['http://evil.example', 'null', 'http://localhost'])(
  'a page of %s cannot open our WebSocket',
  async (origin) => {
    expect(await statusOf(open('/rpc', { cookie: await enter() }, origin))).toBe(403)
  },
)

test('a notebook’s page cannot open our WebSocket although the browser calls it the same site', async () => {
  const cookie = await enter()
  const origin = `http://abcd2345.${host}`
  expect(await statusOf(open('/rpc', { cookie }, origin))).toBe(403)
})

test('a path that is no channel, and a method that writes, are refused', async () => {
  const cookie = await enter()
  expect(await statusOf(open('/stream/terminal', { cookie }))).toBe(403)
  expect((await get('/', { cookie }, 'POST')).status).toBe(405)
  expect((await get('/..%2fsecret', { cookie })).status).toBe(404)
})

test('calls are answered, and a notebook’s address is made for the port that the browser sees', async () => {
  const seen = 'berth.localhost:9000'
  const socket = open('/rpc', { cookie: await enter(), host: seen })
  await once(socket, 'open')
  // `ws` offers the browser's interface; its types differ in the event classes only.
  const websocket = socket as unknown as globalThis.WebSocket
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket }))
  expect(await client.gpus.history({ span: 'minutes' })).toEqual({})
  expect(await client.jupyter.open({ containerId: 'web' })).toEqual({
    is: 'frame',
    url: expect.stringMatching(
      /^http:\/\/abcd2345\.berth\.localhost:9000\/__berth\/enter\?ticket=[\w-]{43}$/,
    ) as string,
  })
  socket.terminate()
})

test('a page is not asked what only a person may decide: what was not allowed at the start is refused', async () => {
  const socket = open('/rpc', { cookie: await enter() })
  await once(socket, 'open')
  const websocket = socket as unknown as globalThis.WebSocket
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket }))
  const opening = { target: { is: 'host' as const }, carrier: 'pty' as const, cols: 80, rows: 24 }
  const mounting = {
    ...defaultSpec({ image: 'lab:1', entry: '', projectFolder: '/etc', gpus: { is: 'none' } }),
  }
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
  agreements.add({ path: '/etc', readOnly: false, within: true })
  expect(await client.launch.start(mounting)).toEqual({ taskId: 'aaaaaaaa' })
  socket.terminate()
})

test('a stream’s bytes arrive as they were sent', async () => {
  const withdraw = streams.offer('terminal/abcd2345', (carrier) =>
    carrier.onMessage((message) => carrier.send(message)),
  )
  const socket = open('/stream/terminal/abcd2345', { cookie: await enter() })
  const carrier = socketCarrier(socket)
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
  const echo = new Promise((resolve) => carrier.onMessage(resolve))
  carrier.send(bytes)
  expect(await echo).toEqual(bytes)
  carrier.close()
  withdraw()
})
