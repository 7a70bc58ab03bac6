// Berth on the desktop: what it is made of, in the order in which it starts.
import { app, dialog, safeStorage } from 'electron'
import Store from 'electron-store'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { homeFolder } from './home'
import { createSettings, type OpenStore } from './settings'
import type { SettingsRoom } from './services'
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
  type Shell,
} from './shell'
import { keepRecent, logTo, stackOf } from './log'
import { servePorts } from './transport/port'

const { log, recent } = keepRecent(logTo(process.stderr))
const folder = homeFolder(process.env)
/** Set by the development server only; an installed app shows nothing but its own files. */
const page = (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? `${pageOrigin}/`

/** Milliseconds for which this thread is still wanted to hand the page what it was given. */
const handingOver = 30
/** Milliseconds: a page of the development server asks nothing of us. */
const longestWait = 300

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

/** The window first, since it takes a while to come; what it asks for is made meanwhile. */
async function start(): Promise<void> {
  const openStore: OpenStore = ({ folder: cwd, name }) => new Store({ cwd, name })
  const settings = createSettings({ open: openStore, folder, log })
  const pageGiven = servePage(join(__dirname, '../renderer'))
  const shell = createShell({
    settings,
    page,
    preload: join(__dirname, '../preload/preload.js'),
    failed: (what, error) => log(`${what}: ${stackOf(error)}`),
  })
  app.on('second-instance', () => shell.open())
  app.on('activate', () => shell.open())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  shell.open()

  // This thread answers the page as well: its scripts first, which it then reads while the services are read here.
  const given = pageGiven.then(() => pause(handingOver))
  const services = Promise.race([given, pause(longestWait)]).then(() =>
    makeServices({ openStore, settings, shell }),
  )
  const stopServing = servePorts({ services, trusts: (event) => shell.trusts(event) })
  const { rooms } = await services
  const { engine } = rooms.services
  engine.onEvent(({ type, action, id }) => {
    if (type === 'container' && action === 'die') shell.stopped(id)
  })
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
}

/** Loaded apart from the window's own code: it is most of what there is. */
async function makeServices(given: { openStore: OpenStore; settings: SettingsRoom; shell: Shell }) {
  const { createRooms, createRouter, noSessions, startWorker } = await import('./behind')
  const rooms = await createRooms({
    mode: 'desktop',
    version: app.getVersion(),
    folder,
    openStore: given.openStore,
    settings: given.settings,
    env: process.env,
    log,
    recentLog: recent,
    startMirrors: startWorker(join(__dirname, 'mirror.js')),
    secretBox: () => keyRing(safeStorage),
    drawsWithGpu: () => app.getGPUFeatureStatus().webgl2 === 'enabled',
  })
  const services = { ...rooms.services, shell: given.shell.face, sessions: noSessions }
  return { rooms, router: createRouter(services, rooms.log), streams: rooms.services.streams }
}

function giveUp(error: unknown): void {
  log(`start: ${stackOf(error)}`)
  dialog.showErrorBox('Berth', stackOf(error))
  app.exit(1)
}
