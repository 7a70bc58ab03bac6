// app://berth: the page's own origin, with its files and its policy. No other page shares it, and file:// is never used.
import { protocol } from 'electron'
import { pageAnswer, pageHeaders } from '../page'

export const pageOrigin = 'app://berth'

/** Before the app is ready: Chromium learns of schemes at its start. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/** In the default session only: notebooks live in sessions of their own, where app:// leads nowhere. */
export function servePage(folder: string): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    const answer = url.host === 'berth' ? await pageAnswer(folder, url.pathname, { frames: [] }) : null
    if (answer === null) return new Response('', { status: 404, headers: pageHeaders({ frames: [] }) })
    return new Response(new Uint8Array(answer.body), { headers: answer.headers })
  })
}
