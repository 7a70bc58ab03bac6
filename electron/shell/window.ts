// The app's window: sandboxed, showing our page and nothing else, where the user left it.
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { SettingsRoom } from '../services'
import { windowBounds } from './place'

/** `page`: the address it shows; `leave`: for links that lead elsewhere. */
export function openWindow(options: {
  page: string
  preload: string
  settings: SettingsRoom
  leave: (url: string) => void
}): BrowserWindow {
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
    },
  })
  if (place.maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds()
    settings.update({ window: { x, y, width, height, maximised: window.isMaximized() } })
  })
  keepAtHome(window, page, leave)
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
