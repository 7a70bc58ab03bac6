// The desktop's way of showing JupyterLab: a <webview> in a session of its own, which adds the server's token to its
// requests, so that the token is in no address, no history and no page.
import { BrowserWindow, dialog, session, type Session, type WebContents } from 'electron'
import type { JupyterView } from '../../shared/contract/jupyter'
import type { JupyterServer } from '../services'
import { labPath } from '../jupyter'
import { keepDownloads } from './downloads'
import { limitPermissions } from './permissions'
import { deservesToken, isAtServer, partitionOf, serverOrigin } from './webview-policy'
import type { Words } from './words'

export type Webviews = {
  /** From now on the partition's requests to this server carry its token. */
  show(server: JupyterServer, path?: string): Promise<JupyterView>
  /** The container stopped: its port may be anybody's next, so nothing gets its token until it is shown again. */
  forget(containerId: string): void
  /** Holds the webviews that this page attaches to what `show` has prepared. */
  guard(page: WebContents): void
}

export function createWebviews(options: { leave: (url: string) => void; words: () => Words }): Webviews {
  const { leave, words } = options
  /** By partition: where its server is now; a restarted container may have another port. */
  const servers = new Map<string, JupyterServer>()
  /** A session keeps its handlers while the app runs. */
  const prepared = new Set<string>()

  const prepare = (partition: string) => {
    const own = session.fromPartition(partition)
    addToken(own, () => servers.get(partition))
    const origin = () => {
      const server = servers.get(partition)
      return server === undefined ? null : serverOrigin(server)
    }
    limitPermissions(own, 'notebook', origin)
    keepDownloads(own, words)
  }

  return {
    show: (server, path) => {
      const partition = partitionOf(server.environmentId)
      servers.set(partition, server)
      if (!prepared.has(partition)) prepare(partition)
      prepared.add(partition)
      return Promise.resolve({ is: 'webview', url: serverOrigin(server) + labPath(path), partition })
    },

    forget: (containerId) => {
      for (const [partition, server] of servers)
        if (server.containerId === containerId) servers.delete(partition)
    },

    guard: (page) => {
      page.on('will-attach-webview', (event, preferences, params) => {
        const server = servers.get(params['partition'] ?? '')
        if (server === undefined || !isAtServer(params['src'] ?? '', server)) return event.preventDefault()
        delete preferences.preload
        Object.assign(preferences, {
          nodeIntegration: false,
          nodeIntegrationInSubFrames: false,
          contextIsolation: true,
          sandbox: true,
          webSecurity: true,
          allowRunningInsecureContent: false,
          webviewTag: false,
          // Without it window.open() fails silently instead of asking the handler below.
          disablePopups: false,
        })
      })
      page.on('did-attach-webview', (_event, guest) => {
        holdToServer(guest, leave, () => serverOf(guest))
        askBeforeUnload(guest, page, words)
      })
    },
  }

  function serverOf(guest: WebContents): JupyterServer | undefined {
    return [...servers].find(([partition]) => session.fromPartition(partition) === guest.session)?.[1]
  }
}

function addToken(own: Session, server: () => JupyterServer | undefined): void {
  own.webRequest.onBeforeSendHeaders((details, answer) => {
    const { requestHeaders: headers, url, method, resourceType } = details
    const here = server()
    const origin = Object.entries(headers).find(([name]) => name.toLowerCase() === 'origin')?.[1]
    const askedBy = details.initiatorOrigin ?? details.frame?.origin ?? null
    if (here === undefined || !deservesToken({ url, method, resourceType, origin, askedBy }, here))
      return answer({ requestHeaders: headers })
    answer({ requestHeaders: { ...headers, Authorization: `token ${here.token}` } })
  })
}

/** A browser asks by itself; Electron keeps the page without a word, and “Reload” would seem to do nothing. */
function askBeforeUnload(guest: WebContents, page: WebContents, words: () => Words): void {
  guest.on('will-prevent-unload', (event) => {
    const { unsaved, unsavedDetail, stay, leave } = words()
    const question = {
      ...{ type: 'question' as const, message: unsaved, detail: unsavedDetail, buttons: [stay, leave] },
      ...{ defaultId: 0, cancelId: 0, noLink: true },
    }
    const window = BrowserWindow.fromWebContents(page)
    // The event wants its answer at once.
    const answer = window ? dialog.showMessageBoxSync(window, question) : dialog.showMessageBoxSync(question)
    if (answer === 1) event.preventDefault()
  })
}

/** The guest stays at its server; links elsewhere open in the user's browser, its own windows in the same tab. */
function holdToServer(
  guest: WebContents,
  leave: (url: string) => void,
  server: () => JupyterServer | undefined,
): void {
  const isHome = (url: string) => {
    const here = server()
    return here !== undefined && isAtServer(url, here)
  }
  guest.setWindowOpenHandler(({ url }) => {
    if (isHome(url)) void guest.loadURL(url)
    else leave(url)
    return { action: 'deny' }
  })
  guest.on('will-navigate', (event) => {
    if (isHome(event.url)) return
    event.preventDefault()
    leave(event.url)
  })
  guest.on('will-redirect', (event) => {
    if (event.isMainFrame && !isHome(event.url)) event.preventDefault()
  })
}
