// app://berth: the page's own origin, with its files and its policy. No other page shares it, and file:// is never used.
import { protocol } from 'electron'
import { pageAnswer, pageHeaders } from '../page'

export const pageOrigin = 'app://berth'

/** Before the app is ready: Chromium learns of schemes at its start. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/**
 * In the default session only: notebooks live in sessions of their own, where app:// leads nowhere. What it returns is
 * fulfilled once the page has been given its first scripts, and waits for nothing.
 */
export function servePage(folder: string): Promise<void> {
  return new Promise((given) => {
    let asked = 0
    let scripts = 0
    protocol.handle('app', async (request) => {
      const url = new URL(request.url)
      asked += 1
      const answer = url.host === 'berth' ? await pageAnswer(folder, url.pathname, { frames: [] }) : null
      const sent = () => {
        asked -= 1
        if (url.pathname.endsWith('.js')) scripts += 1
        if (asked === 0 && scripts > 0) given()
      }
      if (answer === null) {
        sent()
        return new Response('', { status: 404, headers: pageHeaders({ frames: [] }) })
      }
      return new Response(told(answer.body, sent), { headers: answer.headers })
    })
  })
}

/** A body that tells when it was read to its end: it is sent by this thread, piece by piece. */
function told(body: Buffer, sent: () => void): ReadableStream<Uint8Array> {
  let read = false
  return new ReadableStream(
    {
      pull(to) {
        if (!read) to.enqueue(new Uint8Array(body))
        else {
          to.close()
          sent()
        }
        read = true
      },
    },
    { highWaterMark: 0 },
  )
}
