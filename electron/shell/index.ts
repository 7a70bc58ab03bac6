// The shell: window, menu, sessions and their guards; with main, preload and the port carrier the only code that knows Electron.
import { join } from 'node:path'
import { app, dialog, nativeTheme, session, shell, type BrowserWindow, type IpcMainEvent } from 'electron'
import { RefusalError } from '../../shared/model/refusal'
import type { Services, SettingsRoom, ShellFace } from '../services'
import { externalUrl } from './links'
import { writeOffered } from './save-file'
import { oneQuestionAtATime } from './confirm'
import { setMenu } from './menu'
import { notify } from './notices'
import { limitPermissions, originOf } from './permissions'
import { showTray } from './tray'
import { createWebviews } from './webview'
import { openWindow } from './window'
import { languageOf, wordsFor } from './words'

export { mayDrawWithGpu } from './graphics'
export { keyRing } from './key-ring'
export { profileFolder } from './profile'
export { onQuit } from './quitting'
export { pageOrigin, registerScheme, servePage } from './scheme'

/** What the shell tells outside the window. */
export type Outside = Pick<Services, 'containers' | 'gpus' | 'alerts'>

export type Shell = {
  /** The tray's glance, and notifications of alerts, until the signal fires. */
  tellOutside(rooms: Outside, signal: AbortSignal): void
  face: ShellFace
  /** To be told when a container stops: what it served is not there any more. */
  stopped(containerId: string): void
  /** Shows the window, or brings the one there is to the front. */
  open(): void
  /** Is this event from our own page in our own window's main frame? */
  trusts(event: IpcMainEvent): boolean
}

export function createShell(options: {
  settings: SettingsRoom
  /** Address of our page, and the preload's file. */
  page: string
  preload: string
  failed: (what: string, error: unknown) => void
}): Shell {
  const { settings, page, preload, failed } = options
  const language = () => languageOf(settings.get().language, app.getLocale())
  const asking = oneQuestionAtATime()
  const words = () => wordsFor(settings.get().language, app.getLocale())
  const leave = (url: string) => {
    const allowed = externalUrl(url)
    if (allowed !== null) shell.openExternal(allowed).catch((error: unknown) => failed('open a link', error))
  }
  const webviews = createWebviews({ leave, words })
  let window: BrowserWindow | null = null

  const follow = () => {
    nativeTheme.themeSource = settings.get().theme
    setMenu(words(), { development: !app.isPackaged })
  }
  follow()
  settings.onChange(follow)
  limitPermissions(session.defaultSession, 'page', () => originOf(page))

  const open = () => {
    if (window !== null) {
      if (window.isMinimized()) window.restore()
      return window.focus()
    }
    const opened = openWindow({
      ...{ page, preload, settings, leave, words, failed },
      quit: () => app.quit(),
    })
    webviews.guard(opened.webContents)
    opened.on('closed', () => {
      window = null
    })
    window = opened
  }

  return {
    open,

    tellOutside({ containers, gpus, alerts }, signal) {
      const stop = alerts.onNotice((alert) => notify(alert, language(), open))
      signal.addEventListener('abort', stop, { once: true })
      try {
        showTray({ containers, gpus, words, open, quit: () => app.quit() }, signal)
      } catch (error) {
        failed('the tray', error)
      }
    },

    stopped: (containerId) => webviews.forget(containerId),

    trusts: ({ sender, senderFrame }) =>
      window !== null &&
      sender === window.webContents &&
      senderFrame !== null &&
      senderFrame.parent === null &&
      senderFrame.origin === originOf(page),

    face: {
      confirm: (question) => asking(question, { window, language: language() }),
      chooseFolder: async (from) => {
        const about = {
          title: words().chooseFolder,
          buttonLabel: words().choose,
          ...(from === '' ? {} : { defaultPath: from }),
          properties: ['openDirectory', 'createDirectory'] as ('openDirectory' | 'createDirectory')[],
        }
        const chosen = await (window === null
          ? dialog.showOpenDialog(about)
          : dialog.showOpenDialog(window, about))
        return chosen.filePaths[0] ?? null
      },
      openExternal: async (url) => {
        const allowed = externalUrl(url)
        if (allowed === null) throw new RefusalError('InvalidInput', { params: { url }, evidence: url })
        await shell.openExternal(allowed)
      },
      reveal: (hostPath) => {
        shell.showItemInFolder(hostPath)
        return Promise.resolve(true)
      },
      saveFile: async (file) => {
        const about = {
          title: words().saveFile,
          defaultPath: join(app.getPath('downloads'), file.suggestedName),
        }
        const { filePath } = await (window === null
          ? dialog.showSaveDialog(about)
          : dialog.showSaveDialog(window, about))
        if (filePath === '') return { is: 'dismissed' }
        return { is: 'saved', ...(await writeOffered(file, filePath, new AbortController().signal)) }
      },
      showJupyter: (server, path) => webviews.show(server, path),
    },
  }
}
