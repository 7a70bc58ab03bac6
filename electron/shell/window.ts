// The app's window: sandboxed, showing our page and nothing else, where the user left it.
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import type { SettingsRoom } from '../services'
import { createCrashes } from './crashes'
import { windowBounds } from './place'
import type { Words } from './words'

export type WindowOptions = {
  /** The address that it shows. */
  page: string
  preload: string
  settings: SettingsRoom
  /** For links that lead elsewhere. */
  leave: (url: string) => void
  /** Developer tools may be opened. */
  development: boolean
  words: () => Words
  failed: (what: string, error: unknown) => void
  quit: () => void
}

export function openWindow(options: WindowOptions): BrowserWindow {
  const { page, preload, settings, leave } = options
  const { window: place } = settings.get()
  const window = new BrowserWindow({
    ...windowBounds(
      place,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: 800,
    minHeight: 560,
    show: false,
    autoHideMenuBar: true,
    // The page's own --bg: no flash of white before the first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1216' : '#f6f7f9',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: true,
      // Notebooks and terminals must go on while another window covers ours.
      backgroundThrottling: false,
      spellcheck: false,
      devTools: options.development,
    },
  })
  if (place.maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds()
    settings.update({ window: { x, y, width, height, maximised: window.isMaximized() } })
  })
  keepAtHome(window, page, leave)
  outliveCrashes(window, options)
  void window.loadURL(page)
  return window
}

/** Our page never becomes another page: links leave for the user's browser, everything else is refused. */
function keepAtHome(window: BrowserWindow, page: string, leave: (url: string) => void): void {
  const { webContents } = window
  webContents.setWindowOpenHandler(({ url }) => {
    leave(url)
    return { action: 'deny' }
  })
  webContents.on('will-navigate', (event) => {
    if (event.url !== page) event.preventDefault()
  })
  webContents.on('will-redirect', (event) => event.preventDefault())
}

function outliveCrashes(window: BrowserWindow, { words, failed, quit }: WindowOptions): void {
  const { webContents } = window
  const decide = createCrashes(() => performance.now())
  const ask = async () => {
    const { crashed, crashedDetail, showAgain, quit: end } = words()
    const buttons = [showAgain, end]
    const { response } = await dialog.showMessageBox(window, {
      ...{ type: 'error', message: crashed, detail: crashedDetail, buttons, noLink: true },
    })
    if (response === 0) webContents.reload()
    else quit()
  }
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const now = decide(reason)
    if (now === 'leave') return
    failed('the window’s page', new Error(`its process ended: ${reason}, exit code ${exitCode}`))
    if (now === 'show') webContents.reload()
    else ask().catch((error: unknown) => failed('asking about the window’s page', error))
  })
}
