// app://berth: the page's own origin, with its files and its policy. No other page shares it, and file:// is never used.
import { protocol } from 'electron'
import { pageHeaders, readPageFile } from '../page'

export const pageOrigin = 'app://berth'

/** Before the app is ready: Chromium learns of schemes at its start. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/** In the default session only: notebooks live in sessions of their own, where app:// leads nowhere. */
export function servePage(folder: string): void {
  const headers = pageHeaders({ frames: [] })
  protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    const file = url.host === 'berth' ? await readPageFile(folder, url.pathname) : null
    if (file === null) return new Response('', { status: 404, headers })
    return new Response(new Uint8Array(file.body), { headers: { ...headers, 'content-type': file.type } })
  })
}
