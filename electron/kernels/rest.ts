// Jupyter Server's REST API, as far as kernels go. Source: jupyter_server's api.yaml (kernels, sessions).
import { z } from 'zod'
import { RefusalError, refusalFrom } from '../../shared/model/refusal'
import type { JupyterServer } from '../services'

const states = ['idle', 'busy', 'starting', 'restarting', 'dead', 'unknown'] as const

const KernelsSchema = z.array(
  z.object({
    id: z.string().max(100),
    name: z.string().max(200).catch(''),
    // 'autorestarting' and whatever a later version invents.
    execution_state: z.enum(states).catch('unknown'),
    last_activity: z.string().nullish().catch(null),
    connections: z.number().catch(0),
  }),
)
const SessionsSchema = z.array(
  z.object({
    id: z.string().max(100),
    path: z.string().max(4096).catch(''),
    kernel: z.object({ id: z.string() }).nullish().catch(null),
  }),
)

export type ServedKernel = z.infer<typeof KernelsSchema>[number]
export type ServedSession = z.infer<typeof SessionsSchema>[number]

/** A server that computes in its own thread may take its time; one that is stopped never answers. */
const patienceMilliseconds = 4000
const mostBytes = 8 * 2 ** 20

type Ask = { method: 'GET' | 'POST' | 'DELETE'; path: string; signal: AbortSignal }

export const kernelsOf = (server: JupyterServer, signal: AbortSignal): Promise<ServedKernel[]> =>
  answer(server, { method: 'GET', path: 'kernels', signal }, KernelsSchema)

export const sessionsOf = (server: JupyterServer, signal: AbortSignal): Promise<ServedSession[]> =>
  answer(server, { method: 'GET', path: 'sessions', signal }, SessionsSchema)

/** Of a kernel or session that exists no more nothing is refused but NotFound. */
export async function act(server: JupyterServer, ask: Ask): Promise<void> {
  const response = await request(server, ask)
  await response.body?.cancel()
}

/** Refuses with JupyterSilent and NotFound. */
async function answer<T>(server: JupyterServer, ask: Ask, schema: z.ZodType<T>): Promise<T> {
  const response = await request(server, ask)
  const text = await limitedText(response)
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw silent(server, `${ask.path}: not what Jupyter answers: ${text.slice(0, 200)}`, error)
  }
}

async function request(server: JupyterServer, { method, path, signal }: Ask): Promise<Response> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)])
  let response: Response
  try {
    response = await fetch(`http://${server.host}:${server.port}/api/${path}`, {
      method,
      headers: { authorization: `token ${server.token}` },
      redirect: 'error',
      signal: deadline,
    })
  } catch (error) {
    signal.throwIfAborted()
    throw silent(server, refusalFrom(error).evidence, error)
  }
  if (response.ok) return response
  const said = await limitedText(response)
  if (response.status === 404)
    throw new RefusalError('NotFound', { params: { what: path }, evidence: `HTTP 404`, raw: said })
  throw silent(server, `HTTP ${response.status} ${said.slice(0, 200)}`)
}

async function limitedText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > mostBytes) break
    text += decoder.decode(chunk, { stream: true })
  }
  return text
}

function silent(server: JupyterServer, evidence: string, cause?: unknown): RefusalError {
  return new RefusalError(
    'JupyterSilent',
    { params: { port: server.port }, evidence, actions: ['retry', 'show-logs'] },
    { cause },
  )
}
