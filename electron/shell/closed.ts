// Closed unless somebody opens it: what any page or session may do before the window's or a webview's own rules are set, and where none are.
import { app } from 'electron'

/** Chromium's own ways to drive the app from outside; an installed app has no use for them, whoever starts it. */
const debuggingSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'auto-open-devtools-for-tabs',
  'load-extension',
  'disable-web-security',
]

/** Before the app is ready: Chromium reads its switches then. */
export function closeByDefault(): void {
  if (app.isPackaged) for (const name of debuggingSwitches) app.commandLine.removeSwitch(name)
  app.on('session-created', (session) => {
    session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
    session.setPermissionCheckHandler(() => false)
    session.setDevicePermissionHandler(() => false)
  })
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => {
      // The window's own are judged in webview.ts; no other page has any.
      if (contents.getType() !== 'window') event.preventDefault()
    })
  })
}
