// The desktop's way of showing JupyterLab: a <webview> in a session of its own, which adds the server's token to its
// requests, so that the token is in no address, no history and no page.
import { BrowserWindow, dialog, session, type Session, type WebContents, type WebPreferences } from 'electron'
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
  /** Is this an address of a server that was shown? */
  serves(url: string): boolean
}

export function createWebviews(options: {
  /** For links that lead elsewhere; `source`: the environment whose notebook gave it. */
  leave: (url: string, source: string) => void
  words: () => Words
  development: boolean
}): Webviews {
  const { leave, words, development } = options
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
    holdFrames(own, () => servers.get(partition))
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

    serves: (url) => [...servers.values()].some((server) => isAtServer(url, server)),

    guard: (page) => {
      page.on('will-attach-webview', (event, preferences, params) => {
        const server = servers.get(params['partition'] ?? '')
        if (server === undefined || !isAtServer(params['src'] ?? '', server)) return event.preventDefault()
        impose(preferences, { partition: partitionOf(server.environmentId), devTools: development })
        for (const header of ['httpreferrer', 'useragent']) params[header] = ''
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

/**
 * What a webview is, whatever its element said: nothing of the element's own stays. Its `webpreferences` attribute is laid over
 * all others before this is asked (Electron 33), the partition that was just checked included.
 */
function impose(preferences: WebPreferences, ours: { partition: string; devTools: boolean }): void {
  const asked: Record<string, unknown> = { ...preferences }
  for (const name of Object.keys(asked)) Reflect.deleteProperty(preferences, name)
  Object.assign(preferences, {
    ...ours,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    plugins: false,
    spellcheck: false,
    webviewTag: false,
    // Without it window.open() fails silently instead of asking the handler below.
    disablePopups: false,
  })
}

/** Our page may set the address of a webview that it has, for which no navigation event asks: the request itself is held. */
function holdFrames(own: Session, server: () => JupyterServer | undefined): void {
  own.webRequest.onBeforeRequest((details, answer) => {
    const here = server()
    const elsewhere = here === undefined || !isAtServer(details.url, here)
    answer({ cancel: elsewhere && details.resourceType === 'mainFrame' })
  })
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
  leave: (url: string, source: string) => void,
  server: () => JupyterServer | undefined,
): void {
  const isHome = (url: string) => {
    const here = server()
    return here !== undefined && isAtServer(url, here)
  }
  const source = () => server()?.environmentId ?? ''
  guest.setWindowOpenHandler(({ url }) => {
    if (isHome(url)) void guest.loadURL(url)
    else leave(url, source())
    return { action: 'deny' }
  })
  guest.on('will-navigate', (event) => {
    if (isHome(event.url)) return
    event.preventDefault()
    leave(event.url, source())
  })
  guest.on('will-redirect', (event) => {
    if (event.isMainFrame && !isHome(event.url)) event.preventDefault()
  })
}
