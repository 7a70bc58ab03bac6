// Serves the page with xterm.js alone, and what it writes, on loopback.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Flood } from './text'
import { bundlePage } from './bundle'

export type AloneServer = { url: string; close(): Promise<void> }

export async function serveAlone(floods: readonly Flood[]): Promise<AloneServer> {
  const { script, styles } = await bundlePage('alone')
  const page = `<!doctype html><meta charset="utf-8"><title>alone</title><style>${styles}</style><body></body>`
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const flood = floods.find(({ name }) => path === `/${name}`)
    if (flood !== undefined)
      response.setHeader('content-type', 'application/octet-stream').end(flood.arriving)
    else if (path === '/alone.js') response.setHeader('content-type', 'text/javascript').end(script)
    else response.setHeader('content-type', 'text/html').end(`${page}<script src="/alone.js"></script>`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
