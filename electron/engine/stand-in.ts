// For tests: an HTTP server on a socket that answers as an engine would, where no real one can be made to (Podman, too old, silent).
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type StandIn = { address: string; asked: string[]; close(): Promise<void> }
type Answer = { status?: number; headers?: Record<string, string>; body?: unknown }
/** By path, with the version left out; 'silence' takes the request and never answers. */
export type Answers = Record<string, Answer | 'silence'>

export const dockerAnswers: Answers = {
  '/_ping': { headers: { 'Api-Version': '1.51' } },
  '/version': { body: { Version: '28.3.2', ApiVersion: '1.51', MinAPIVersion: '1.24' } },
  '/info': {
    body: { Name: 'box', NCPU: 4, MemTotal: 2 ** 34, Driver: 'overlay2', Runtimes: { runc: {}, nvidia: {} } },
  },
  '/events': 'silence',
}

export async function openStandIn(answers: Answers): Promise<StandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-stand-in-'))
  const path = join(folder, 'engine.sock')
  const asked: string[] = []
  const server = http.createServer((request, response) => {
    const url = request.url ?? ''
    asked.push(url)
    const key = url.replace(/^\/v[\d.]+/, '').replace(/\?.*/, '')
    const answer = answers[key] ?? { status: 404, body: { message: 'page not found' } }
    if (answer === 'silence') {
      // An engine's streams begin with their head; anything else stays without a word.
      if (key === '/events') response.writeHead(200).flushHeaders()
      return
    }
    response.writeHead(answer.status ?? 200, answer.headers ?? {})
    response.end(answer.body === undefined ? 'OK' : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    address: `unix://${path}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
