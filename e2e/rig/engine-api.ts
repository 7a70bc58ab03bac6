import { request } from 'node:http'

/**
 * The few calls that the rig itself makes to its engine. It is no client for the product: that one is
 * what the rig is there to test, so the rig must not lean on it.
 */
export type EngineCall = {
  socket: string
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
  milliseconds?: number
}

export async function engineCall(call: EngineCall): Promise<{ status: number; text: string }> {
  const deadline = AbortSignal.timeout(call.milliseconds ?? 30_000)
  const signal = call.signal ? AbortSignal.any([call.signal, deadline]) : deadline
  return await new Promise((resolve, reject) => {
    const sent = request(
      {
        socketPath: call.socket,
        method: call.method,
        path: `/v1.41${call.path}`,
        headers: {
          ...call.headers,
          ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        agent: false,
        signal,
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(call.body === undefined ? undefined : JSON.stringify(call.body))
  })
}

/** The parsed answer of a call that must succeed. */
export async function engineJson(call: EngineCall): Promise<unknown> {
  const { status, text } = await engineCall(call)
  if (status >= 400) throw new Error(`${call.method} ${call.path} answered ${status}: ${text.trim()}`)
  return text === '' ? null : JSON.parse(text)
}

export async function ping(socket: string, milliseconds = 1_000): Promise<boolean> {
  try {
    return (await engineCall({ socket, method: 'GET', path: '/_ping', milliseconds })).status === 200
  } catch {
    return false // Refused, absent, frozen: no answer either way.
  }
}
