// A headless server, whole, on a real port of loopback; the rooms behind it are stand-ins.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { request, type IncomingHttpHeaders } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { SettingsSchema } from '../shared/model/settings'
import { createAgreements } from './consent'
import { serve, type Serving } from './headless'
import type {
  GpuRoom,
  HostRoom,
  JupyterRoom,
  JupyterServer,
  LaunchRoom,
  SettingsRoom,
  StreamRegistry,
} from './services'
import { standIn, standInServices } from './stand-in'
import { createStreamRegistry } from './streams'

export const token = 'a-token-that-only-this-test-knows-0123456789'
export const pageText = '<title>Berth</title><p>the page</p>'
export const environmentId = 'abcd2345'

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

export type Live = {
  serving: Serving
  /** As a browser writes it. */
  host: string
  origin: string
  stateFolder: string
  streams: StreamRegistry
  agreements: ReturnType<typeof createAgreements>
  log: string[]
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>
  /** By the token; gives the cookie. */
  enter(path?: string, headers?: Record<string, string>): Promise<string>
  open(path: string, headers: Record<string, string>, origin?: string): WebSocket
  /** What stands on the wire is sent as it is; all that comes back until the server closes. */
  raw(text: string): Promise<string>
  close(): Promise<void>
}

export async function live(
  options: {
    jupyter?: JupyterServer
    secure?: { name: string; certFile: string; keyFile: string }
    now?: () => number
  } = {},
): Promise<Live> {
  const { jupyter, secure, now } = options
  // Short, for the socket in it: macOS's own temporary folder is long.
  const folder = await mkdtemp(join(process.platform === 'darwin' ? '/tmp' : tmpdir(), 'berth-live-'))
  const pageFolder = join(folder, 'page')
  await mkdir(join(pageFolder, 'assets'), { recursive: true })
  await writeFile(join(pageFolder, 'index.html'), pageText)
  await writeFile(join(folder, 'secret'), 'outside')
  const streams = createStreamRegistry({ log: () => undefined })
  const found = jupyter ?? { environmentId, containerId: 'web', host: '127.0.0.1', port: 1, token: 't' }
  const agreements = createAgreements()
  const services = standInServices({
    gpus: standIn<GpuRoom>({ history: () => ({}) }),
    host: standIn<HostRoom>({}),
    agreements,
    launch: standIn<LaunchRoom>({
      asks: () => {
        const etc = { path: '/etc', readOnly: false, why: 'system' as const }
        return Promise.resolve(agreements.covers(etc) ? [] : [etc])
      },
      start: () => Promise.resolve({ taskId: 'aaaaaaaa' }),
    }),
    settings: standIn<SettingsRoom>({ stateFolder: folder, get: () => SettingsSchema.parse({}) }),
    jupyter: standIn<JupyterRoom>({
      find: () => Promise.resolve(jupyter ?? null),
      ready: () => Promise.resolve(found),
    }),
    streams,
  })
  const log: string[] = []
  const serving = await serve({
    ...{ services, port: 0, token, pageFolder, log: (line: string) => log.push(line) },
    ...(secure ? { secure } : {}),
    ...(now ? { now } : {}),
  })
  const host = `${secure?.name ?? 'berth.localhost'}:${serving.port}`
  const origin = `${secure ? 'https' : 'http'}://${host}`
  const ask = secure ? secureRequest : request

  const get: Live['get'] = (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const where = { host: '127.0.0.1', port: serving.port, path, method, agent: false as const }
      const asked = ask({ ...where, headers: { host, ...headers }, rejectUnauthorized: false })
      asked.on('error', reject)
      asked.on('response', (answer) => {
        let body = ''
        answer.setEncoding('utf8')
        answer.on('error', reject)
        answer.on('data', (chunk: string) => (body += chunk))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
      })
      asked.end()
    })

  return {
    ...{ serving, host, origin, stateFolder: folder, streams, agreements, log, get },
    enter: async (path = `/?token=${token}`, headers = {}) => {
      const answer = await get(path, headers)
      return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    },
    open: (path, headers, from = `${secure ? 'https' : 'http'}://${headers['host'] ?? host}`) =>
      new WebSocket(`${secure ? 'wss' : 'ws'}://127.0.0.1:${serving.port}${path}`, {
        ...{ headers: { host, ...headers }, origin: from, rejectUnauthorized: false },
      }),
    raw: async (text) => {
      const socket = connect(serving.port, '127.0.0.1')
      let said = ''
      socket.setEncoding('latin1').on('data', (chunk: string) => (said += chunk))
      socket.on('error', () => undefined)
      const closed = once(socket, 'close')
      socket.write(text)
      await closed
      return said
    },
    close: async () => {
      await serving.close()
      await rm(folder, { recursive: true })
    },
  }
}

export async function statusOf(socket: WebSocket): Promise<number> {
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
  return answer.statusCode
}

export async function closeOf(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  return { code, reason: reason.toString() }
}
