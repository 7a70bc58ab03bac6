// A registry between the engine and the rig's own: it passes everything on, and breaks a large layer as it is told.
import { createServer, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'

export type Breaking =
  /** The connection ends after so many bytes of a layer, this many times. */
  | { is: 'cut'; afterBytes: number; times: number }
  /** One byte of each layer is another one. */
  | { is: 'corrupt' }

export type FailingRegistry = {
  host: string
  /** How often a layer was asked for from the middle, as a download that goes on does. */
  resumed(): number
  cuts(): number
  close(): Promise<void>
}

/** Small answers (manifests, configurations) pass whole. */
const largeBytes = 4 * 2 ** 20

export async function openFailingRegistry(upstream: string, breaking: Breaking): Promise<FailingRegistry> {
  const [hostname = '', port = ''] = upstream.split(':')
  let cuts = 0
  let resumed = 0
  const server = createServer((asked, answer) => {
    if (asked.headers.range !== undefined) resumed += 1
    // The upstream's own address stands in what it says of itself.
    const headers = { ...asked.headers, host: upstream }
    const passed = request({ hostname, port, method: asked.method, path: asked.url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      if (!isLarge(asked, reply)) return void reply.pipe(answer)
      let sent = 0
      const cutting = breaking.is === 'cut' && cuts < breaking.times
      if (cutting) cuts += 1
      reply.on('data', (chunk: Buffer) => {
        if (breaking.is === 'corrupt' && sent === 0) chunk[chunk.length - 1] = (chunk.at(-1) ?? 0) ^ 0xff
        sent += chunk.length
        answer.write(chunk)
        if (cutting && sent > breaking.afterBytes) {
          reply.destroy()
          answer.socket?.end()
          answer.destroy()
        }
      })
      reply.on('end', () => answer.end())
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    host: `127.0.0.1:${address.port}`,
    resumed: () => resumed,
    cuts: () => cuts,
    close: async () => {
      server.closeAllConnections()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

function isLarge(asked: IncomingMessage, reply: IncomingMessage): boolean {
  return (asked.url ?? '').includes('/blobs/') && Number(reply.headers['content-length'] ?? 0) > largeBytes
}
