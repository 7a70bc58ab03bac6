// Files for a browser: each has an address that works once, within a minute, for whoever holds the app's cookie.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newSecret } from '../gate'
import type { OfferedFile } from '../services'
import { explain } from './explain'

const prefix = '/download/'
/** As long as a ticket of the gate's. */
const offeredMilliseconds = 60_000

type Offer = { name: string; source: Readable; withdraw: () => void }

export type Downloads = {
  /** Opens the file, so that a refusal is told where it was asked for, and gives its address on the app's own origin. */
  offer(file: OfferedFile): Promise<string>
  /** Carries out a request for one of the addresses (see isDownload). The caller has checked the cookie. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
  dispose(): void
}

export function isDownload({ url }: IncomingMessage): boolean {
  return url?.startsWith(prefix) === true
}

export function createDownloads(log: (line: string) => void): Downloads {
  const offers = new Map<string, Offer>()
  const sending = new Set<AbortController>()

  const take = (ticket: string): Offer | null => {
    const offer = offers.get(ticket)
    offers.delete(ticket)
    return offer ?? null
  }

  async function send({ name, source, withdraw }: Offer, response: ServerResponse): Promise<void> {
    const ended = new AbortController()
    sending.add(ended)
    withdraw()
    response.writeHead(200, { ...headers, 'content-disposition': disposition(name) })
    try {
      // Holds the engine while the browser's disk or a tunnel is slower, and lets go of it when the browser is gone.
      await pipeline(source, response, { signal: ended.signal })
    } catch (error) {
      // The response ends without its last chunk, by which the browser knows that the file is not whole.
      log(`download ${name}: ${error instanceof Error ? error.message : String(error)}`)
      response.destroy()
    } finally {
      sending.delete(ended)
    }
  }

  return {
    async offer(file) {
      const source = await file.open(new AbortController().signal)
      const ticket = newSecret()
      const timer = setTimeout(() => {
        take(ticket)
        source.destroy()
      }, offeredMilliseconds)
      // The error of a source that nobody reads yet is told by whoever reads it.
      source.on('error', () => undefined)
      offers.set(ticket, { name: file.suggestedName, source, withdraw: () => clearTimeout(timer) })
      return `${prefix}${ticket}`
    },
    async answer(request, response) {
      const site = request.headers['sec-fetch-site'] ?? 'none'
      if (request.method !== 'GET') explain(response, 'method')
      // A notebook's page is the same site to the browser, and brings our cookie along: it has no business here.
      else if (site !== 'same-origin' && site !== 'none') explain(response, 'foreign')
      else {
        const offer = take((request.url ?? '').slice(prefix.length))
        if (offer === null) explain(response, 'nothing')
        else await send(offer, response)
      }
    },
    dispose() {
      for (const { source, withdraw } of offers.values()) {
        withdraw()
        source.destroy()
      }
      offers.clear()
      for (const ended of sending) ended.abort()
    },
  }
}

const headers = {
  'content-type': 'text/plain; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  // Were it ever shown instead of saved: as a document that may do nothing.
  'content-security-policy': "default-src 'none'; sandbox",
  'referrer-policy': 'no-referrer',
}

/** RFC 6266: a plain name for old browsers, the real one in UTF-8. */
function disposition(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_. -]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
