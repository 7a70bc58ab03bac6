// Kernels as JupyterLab starts and drives them, through the server's own protocol: for tests that need several at once.
import { WebSocket } from 'ws'
import { z } from 'zod'

export type Server = { host: string; port: number; token: string }

const KernelSchema = z.object({ execution_state: z.string() })
const SessionSchema = z.object({ kernel: z.object({ id: z.string() }) })
const MessageSchema = z.object({
  parent_header: z.object({ msg_id: z.string().optional() }),
  msg_type: z.string(),
  content: z.looseObject({ execution_state: z.string().optional() }),
})

/** Opens a notebook's session and gives its kernel's id. */
export async function openNotebook(server: Server, path: string): Promise<string> {
  const response = await fetch(`http://${server.host}:${server.port}/api/sessions`, {
    method: 'POST',
    headers: { authorization: `token ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ path, name: path, type: 'notebook', kernel: { name: 'python3' } }),
  })
  if (!response.ok) throw new Error(`sessions: HTTP ${response.status} ${await response.text()}`)
  return SessionSchema.parse(await response.json()).kernel.id
}

async function stateOf(server: Server, kernelId: string): Promise<string> {
  const response = await fetch(`http://${server.host}:${server.port}/api/kernels/${kernelId}`, {
    headers: { authorization: `token ${server.token}` },
  })
  return KernelSchema.parse(await response.json()).execution_state
}

/** Runs code in a kernel; settles when it began, or when it has ended. Close it when the kernel may be alone. */
export async function execute(
  server: Server,
  kernelId: string,
  code: string,
): Promise<{ ended: Promise<void>; close: () => void }> {
  const { host, port, token } = server
  const socket = new WebSocket(`ws://${host}:${port}/api/kernels/${kernelId}/channels?token=${token}`)
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const send = (type: string, content: object, msgId = type) => {
    const header = {
      msg_id: msgId,
      username: 'test',
      session: 's1',
      msg_type: type,
      version: '5.3',
      date: '',
    }
    socket.send(JSON.stringify({ channel: 'shell', header, parent_header: {}, metadata: {}, content }))
  }
  const status = (of: string, wanted: string) =>
    new Promise<void>((resolve) => {
      const hear = (data: WebSocket.RawData) => {
        const said = MessageSchema.safeParse(JSON.parse(textOf(data)))
        if (!said.success || said.data.parent_header.msg_id !== of) return
        if (said.data.msg_type !== 'status' || said.data.content.execution_state !== wanted) return
        socket.off('message', hear)
        resolve()
      }
      socket.on('message', hear)
    })
  // As JupyterLab does: what is sent before the kernel has answered once may be seen by nobody. The server listens on a
  // connection of its own, which may come later than ours: it calls a kernel that it did not hear begin 'starting' for ever.
  for (let asked = 0; asked === 0 || (await stateOf(server, kernelId)) === 'starting'; asked += 1) {
    const answered = status(`info-${asked}`, 'idle')
    send('kernel_info_request', {}, `info-${asked}`)
    await answered
  }
  const began = status('execute_request', 'busy')
  const ended = status('execute_request', 'idle')
  const how = { silent: false, store_history: false, user_expressions: {}, allow_stdin: false }
  send('execute_request', { code, ...how })
  await began
  return { ended, close: () => socket.close() }
}

function textOf(data: WebSocket.RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.from(data as Buffer).toString('utf8')
}
