// An engine with a thousand containers that never rest: an HTTP server on a socket, for what a real one on a small machine is too slow for.
import { createServer, type ServerResponse } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Crowd = {
  dockerHost: string
  /** From now on so many events a second, each with its change in the list; gives what ends it. */
  storm(eventsEachSecond: number): () => void
  running(): number
  close(): Promise<void>
}

type Member = { Id: string; Names: string[]; State: 'running' | 'exited'; Status: string }

export async function openCrowd(count: number): Promise<Crowd> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-crowd-'))
  const socket = join(folder, 'engine.sock')
  const members = Array.from({ length: count }, (_, index) => member(index))
  const listeners = new Set<ServerResponse>()
  const answers: Record<string, () => unknown> = {
    '/_ping': () => 'OK',
    '/version': () => ({ Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12' }),
    '/info': () => ({
      Name: 'crowd',
      NCPU: 2,
      MemTotal: 2 ** 33,
      Driver: 'overlay2',
      Runtimes: { runc: {} },
    }),
    '/containers/json': () => members.map(listed),
    '/images/json': () => [],
    '/volumes': () => ({ Volumes: [] }),
  }
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*/, '')
    if (path === '/events') {
      response.writeHead(200).flushHeaders()
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
      return
    }
    const [, id, what] = /^\/containers\/([0-9a-f]{64})\/(json|stats)$/.exec(path) ?? []
    const answer =
      id === undefined
        ? answers[path]
        : () => (what === 'stats' ? stats() : inspected(members[Number.parseInt(id, 16)]))
    response.writeHead(answer ? 200 : 404, { 'Api-Version': '1.41', 'Content-Type': 'application/json' })
    const body = answer?.() ?? { message: 'page not found' }
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  // An engine does not hang up on who is silent for five seconds, as Node's server does.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  let turn = 0

  const strike = () => {
    const one = members[(turn = (turn + 7) % count)]
    if (one === undefined) return
    const starts = one.State !== 'running'
    one.State = starts ? 'running' : 'exited'
    one.Status = starts ? 'Up 1 second' : 'Exited (0) 1 second ago'
    if (turn % 5 === 0) one.Names = [`${one.Names[0]?.replace(/-r\d+$/, '') ?? ''}-r${turn}`]
    const event = {
      Type: 'container',
      Action: starts ? 'start' : 'die',
      Actor: { ID: one.Id, Attributes: {} },
    }
    for (const listener of listeners) listener.write(`${JSON.stringify(event)}\n`)
  }

  return {
    dockerHost: `unix://${socket}`,
    storm: (eventsEachSecond) => {
      const every = 20
      const timer = setInterval(() => {
        for (let each = 0; each < (eventsEachSecond * every) / 1000; each += 1) strike()
      }, every)
      return () => clearInterval(timer)
    },
    running: () => members.filter(({ State }) => State === 'running').length,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function member(index: number): Member {
  const Id = index.toString(16).padStart(64, '0')
  return { Id, Names: [`/crowd-${index}`], State: 'exited', Status: 'Exited (0) 2 hours ago' }
}

function inspected(one: Member | undefined) {
  const at = '2026-01-02T03:04:05Z'
  const State = {
    Status: one?.State,
    Running: one?.State === 'running',
    Pid: 0,
    ExitCode: 0,
    OOMKilled: false,
  }
  return {
    ...{ Id: one?.Id, Name: one?.Names[0], Created: at, Image: `sha256:${'a'.repeat(64)}`, Mounts: [] },
    State: { ...State, StartedAt: at, FinishedAt: at },
    ...{ Config: { Env: [], Labels: {}, User: '' }, HostConfig: { DeviceRequests: null } },
    NetworkSettings: { Ports: {} },
  }
}

function listed(one: Member) {
  return {
    ...one,
    ...{
      Image: 'registry.example/team/lab:2.1',
      ImageID: `sha256:${'a'.repeat(64)}`,
      Created: 1_700_000_000,
    },
    ...{ Ports: [], Mounts: [], Labels: {}, Command: 'sleep infinity' },
  }
}

/** What a container has used so far: half of one core since the machine started. */
function stats(): object {
  const milliseconds = performance.now()
  return {
    cpu_stats: {
      cpu_usage: { total_usage: milliseconds * 5e5 },
      ...{ system_cpu_usage: milliseconds * 2e6, online_cpus: 2 },
    },
    memory_stats: { usage: 2 ** 20, limit: 2 ** 33, stats: {} },
  }
}
