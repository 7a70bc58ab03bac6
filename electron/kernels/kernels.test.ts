import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { Container } from '../../shared/contract/containers'
import { RefusalError } from '../../shared/model/refusal'
import { createCosts } from './cost'
import { createHints, hintOf } from './hints'
import { kernelsOf } from './rest'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const served = {
  id: 'k1',
  name: 'python3',
  execution_state: 'idle' as const,
  last_activity: '2026-11-24T04:00:00.000000Z',
  connections: 1,
}

it('a kernel is named by the notebook of the session that holds it', () => {
  const sessions = [
    { id: 's0', path: 'other.ipynb', kernel: { id: 'k0' } },
    { id: 's1', path: 'models/train_vit.ipynb', kernel: { id: 'k1' } },
  ]
  expect(hintOf(served, sessions)).toEqual({
    id: 'k1',
    spec: 'python3',
    state: 'idle',
    lastActivity: Date.UTC(2026, 10, 24, 4),
    connections: 1,
    notebook: 'models/train_vit.ipynb',
  })
  expect(hintOf(served, []).notebook).toBeNull()
  expect(hintOf({ ...served, last_activity: 'never' }, []).lastActivity).toBeNull()
})

it('servers are asked again when the clock was set back, and not twice in a moment', async () => {
  let [time, asked] = [1_000_000, 0]
  const environment = { id: 'visionaa', name: 'vision', jupyter: true }
  const container = { id: 'c1', name: 'vision', state: 'running', environment } as unknown as Container
  const find = () => {
    asked += 1
    return Promise.resolve(null)
  }
  const hints = createHints({ containers: () => [container], jupyter: { find }, now: () => time })
  await hints.ask()
  time += 1000
  hints.latest()
  expect(asked).toBe(1)
  time -= 3600_000
  hints.latest()
  expect(asked).toBe(2)
  await hints.dispose()
})

/** A server that answers every question with this. */
async function answering(status: number, body: string) {
  const server = createServer((_request, response) => response.writeHead(status).end(body))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  const { port } = server.address() as AddressInfo
  return { environmentId: '', containerId: '', host: '127.0.0.1', port, token: 'secret' }
}

const signal = new AbortController().signal
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof RefusalError ? error.refusal : error),
  )

it('an answer with states and fields of a later version is read as far as it goes', async () => {
  const later = [{ id: 'k1', name: 'python3', execution_state: 'hibernating', more: { of: 'it' } }]
  expect(await kernelsOf(await answering(200, JSON.stringify(later)), signal)).toEqual([
    { id: 'k1', name: 'python3', execution_state: 'unknown', connections: 0 },
  ])
})

it.each([
  [200, '<html>a proxy’s login page</html>', 'JupyterSilent'],
  [200, '{"kernels": []}', 'JupyterSilent'],
  [403, 'Forbidden', 'JupyterSilent'],
  [500, '', 'JupyterSilent'],
  [404, 'no such kernel', 'NotFound'],
])('HTTP %i with %j is refused as %s, without the token', async (status, body, code) => {
  const refused = await codeOf(kernelsOf(await answering(status, body), signal))
  expect(refused).toMatchObject({ code })
  expect(JSON.stringify(refused)).not.toContain('secret')
})

it('a server that is not there is silent, and a caller that gives up hears its own reason', async () => {
  const nowhere = { environmentId: '', containerId: '', host: '127.0.0.1', port: 1, token: '' }
  expect(await codeOf(kernelsOf(nowhere, signal))).toMatchObject({ code: 'JupyterSilent' })
  const reason = new RefusalError('Cancelled')
  expect(await codeOf(kernelsOf(nowhere, AbortSignal.abort(reason)))).toMatchObject({ code: 'Cancelled' })
})

it.runIf(process.platform === 'linux')(
  'the cost of a process is its own and that of all it started',
  async () => {
    // A shell that waits, and a child of it that computes.
    const shell = spawn('/bin/sh', ['-c', 'while :; do :; done & wait'], { detached: true })
    const pid = shell.pid ?? 0
    closing.push(() => process.kill(-pid, 'SIGKILL'))
    let time = 0
    const costs = createCosts(() => time)
    const deadline = Date.now() + 20_000
    const first = await costs.of(pid)
    expect(first?.cpuPercent).toBeNull()
    expect(first?.memoryBytes).toBeGreaterThan(100_000)
    // By the test's clock a second passes at each look; the child's ticks grow as the machine lets it.
    for (let busy = 0; busy === 0;) {
      if (Date.now() > deadline) throw new Error('the child’s time was never counted')
      time += 1000
      busy = (await costs.of(pid))?.cpuPercent ?? 0
    }
    expect(await costs.of(999_999_999)).toBeNull()
  },
)
