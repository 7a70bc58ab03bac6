// Berth on the desktop: what it is made of, in the order in which it starts.
import { app, dialog, safeStorage } from 'electron'
import Store from 'electron-store'
import { join } from 'node:path'
import { noSessions } from './gate'
import { createRooms, homeFolder } from './rooms'
import { createRouter } from './router'
import {
  closeByDefault,
  createShell,
  keyRing,
  mayDrawWithGpu,
  onQuit,
  pageOrigin,
  profileFolder,
  registerScheme,
  servePage,
} from './shell'
import { keepRecent, logTo, stackOf } from './log'
import { startWorker } from './terminal'
import { servePorts } from './transport/port'

const { log, recent } = keepRecent(logTo(process.stderr))
const folder = homeFolder(process.env)
/** Set by the development server only; an installed app shows nothing but its own files. */
const page = (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? `${pageOrigin}/`

const profile = profileFolder(folder)
app.setPath('userData', profile)
app.setPath('sessionData', join(profile, 'session'))
// Every renderer, whoever makes it. As root Chromium has no sandbox (see e2e/start.ts), and the two do not go together.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
closeByDefault()
registerScheme()
if (!mayDrawWithGpu()) app.disableHardwareAcceleration()

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(giveUp)
} else {
  // The window there is comes to the front instead.
  app.exit(0)
}

async function start(): Promise<void> {
  const rooms = await createRooms({
    mode: 'desktop',
    version: app.getVersion(),
    folder,
    openStore: ({ folder: cwd, name }) => new Store({ cwd, name }),
    env: process.env,
    log,
    recentLog: recent,
    startMirrors: startWorker(join(__dirname, 'mirror.js')),
    secretBox: () => keyRing(safeStorage),
    drawsWithGpu: () => app.getGPUFeatureStatus().webgl2 === 'enabled',
  })
  const { engine, settings, streams } = rooms.services
  servePage(join(__dirname, '../renderer'))
  const shell = createShell({
    settings,
    page,
    preload: join(__dirname, '../preload/preload.js'),
    failed: (what, error) => log(`${what}: ${stackOf(error)}`),
  })
  engine.onEvent(({ type, action, id }) => {
    if (type === 'container' && action === 'die') shell.stopped(id)
  })
  const router = createRouter({ ...rooms.services, shell: shell.face, sessions: noSessions }, rooms.log)
  const stopServing = servePorts({ router, streams, trusts: (event) => shell.trusts(event) })

  const leaving = new AbortController()
  shell.tellOutside(rooms.services, leaving.signal)

  onQuit(
    () => {
      leaving.abort()
      stopServing()
      return rooms.dispose()
    },
    (error) => log(`quitting: ${stackOf(error)}`),
  )
  app.on('second-instance', () => shell.open())
  app.on('activate', () => shell.open())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  shell.open()
}

function giveUp(error: unknown): void {
  log(`start: ${stackOf(error)}`)
  dialog.showErrorBox('Berth', stackOf(error))
  app.exit(1)
}
