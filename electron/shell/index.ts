// The shell: window, menu, sessions and their guards; with main, preload and the port carrier the only code that knows Electron.
import { join } from 'node:path'
import { app, dialog, nativeTheme, session, shell, type BrowserWindow, type IpcMainEvent } from 'electron'
import { RefusalError } from '../../shared/model/refusal'
import type { Services, SettingsRoom, ShellFace } from '../services'
import { createLeaving } from './leaving'
import { externalUrl } from './links'
import { askToLeave } from './leaving-question'
import { writeOffered } from './save-file'
import { oneQuestionAtATime } from './confirm'
import { setMenu } from './menu'
import { notify } from './notices'
import { limitPermissions, originOf } from './permissions'
import { showTray } from './tray'
import { createWebviews } from './webview'
import { openWindow } from './window'
import { languageOf, wordsFor } from './words'

export { closeByDefault } from './closed'
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
  const development = !app.isPackaged
  let window: BrowserWindow | null = null
  const leaving = createLeaving({
    ask: (shown) => askToLeave(shown, window, words()),
    open: (url) => shell.openExternal(url),
    now: () => Date.now(),
  })
  const leave = (url: string, source: string) => {
    leaving.leave(url, source).catch((error: unknown) => failed('open a link', error))
  }
  const webviews = createWebviews({ leave, words, development })

  const follow = () => {
    nativeTheme.themeSource = settings.get().theme
    setMenu(words(), { development })
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
      ...{ page, preload, settings, words, failed, development },
      leave: (url) => leave(url, page),
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
        // The address of a notebook's own server is asked for with a button of ours; any other one was printed somewhere.
        if (webviews.serves(allowed)) await shell.openExternal(allowed)
        else await leaving.leave(allowed, page)
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
