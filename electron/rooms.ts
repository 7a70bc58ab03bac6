// Assembles the services that every carrier serves, in the order in which they need each other, and closes them in reverse.
import { homedir, release } from 'node:os'
import { join } from 'node:path'
import { RefusalError } from '../shared/model/refusal'
import { createAgreements } from './consent'
import { createContainers } from './containers'
import { createEngine, credentialsFor, type Engine } from './engine'
import { createGpus, localCommands } from './gpu'
import { createAlerts } from './alerts'
import { createDiagnostics } from './diagnostics'
import { createDoctor, thisMachine } from './doctor'
import { createHost } from './host'
import { createJupyter } from './jupyter'
import { createHints, createKernels } from './kernels'
import { catalogueEntries, createLaunch, registriesInUse } from './launch'
import { createLeases } from './leases'
import { thisOwner } from './owner'
import { createPreflight } from './preflight'
import { createProcesses } from './processes'
import { createRegistry } from './registry'
import { createReaper } from './reaper'
import { createMask, createSecrets, type BoxFound } from './secrets'
import type { RoomServices, SettingsRoom } from './services'
import { createSettings, type OpenStore } from './settings'
import { createStreamRegistry } from './streams'
import { createMirrors, createTerminals, startInProcess, type StartMirrors } from './terminal'
import { stackOf, type Log } from './log'

export type Rooms = {
  services: RoomServices
  /** Says no secret that a room knows. */
  log: Log
  /** Ends what the rooms hold open; containers go on. */
  dispose(): Promise<void>
}

export async function createRooms(options: {
  mode: 'desktop' | 'headless'
  version: string
  /** Settings and state live here: see homeFolder. */
  folder: string
  openStore: OpenStore
  /** Those that are open already; opened here if left out. */
  settings?: SettingsRoom
  env: NodeJS.ProcessEnv
  log: Log
  /** The desktop's key ring; left out where there is no desktop. */
  secretBox?: () => Promise<BoxFound>
  /** The last lines that were logged, for the diagnostic bundle. */
  recentLog?: () => readonly string[]
  /** Does a GPU draw the window? Left out where only the page can tell. */
  drawsWithGpu?: () => boolean
  /** How the thread that keeps the terminals' screens is started, at the first of them: in this one if nothing else is said. */
  startMirrors?: StartMirrors
}): Promise<Rooms> {
  const { mode, version, folder, openStore, env, drawsWithGpu } = options
  const mask = createMask()
  const { heard } = mask
  const log: Log = (text) => options.log(mask.cover(text))
  const settings = options.settings ?? createSettings({ open: openStore, folder, log })
  const address = () => settings.get().engineAddress
  const engine = createEngine({ address, env, home: homedir(), log, heard })
  const streams = createStreamRegistry({ log })
  const host = createHost({ ...{ version, mode, env }, ...(drawsWithGpu ? { drawsWithGpu } : {}) })
  const run = localCommands({ env })
  const gpus = createGpus({
    run,
    log,
    now: Date.now,
    historyFile: join(settings.stateFolder, 'gpu-history.bin'),
  })
  const containers = createContainers({ engine, streams, log })
  const jupyter = createJupyter({ engine, log })
  const hints = createHints({ containers: () => containers.list(), jupyter, now: Date.now })
  const processes = createProcesses({
    ...{ run, gpus, containers, log, now: Date.now },
    kernels: () => hints.ask(),
    firstPid: (id) => firstPidOf(engine, id),
  })
  const kernels = createKernels({ hints, jupyter, processes, log, now: Date.now })
  const { stateFolder } = settings
  const reaper = await createReaper({ kernels, processes, gpus, stateFolder, log, now: Date.now })
  const watching = { engine, settings, containers, gpus, processes, reaper }
  const alerts = await createAlerts({ ...watching, log, now: Date.now })
  const { userName, hostName } = host.facts()
  const leases = createLeases({ engine, holder: `${userName}@${hostName}`, log, now: Date.now })
  const agreements = createAgreements()
  const secrets = createSecrets({
    ...{ folder, heard, log },
    box: options.secretBox ?? (() => Promise.resolve({ is: 'no-desktop' })),
  })
  const launching = { engine, settings, gpus, jupyter, leases, agreements, secrets, heard }
  const launch = await createLaunch({ ...launching, berthFolder: folder, log })
  const home = homedir()
  const registry = createRegistry({
    ...{ env, home, log },
    credentials: (name, signal) => credentialsFor(name, { env, home, log, heard }, signal),
  })
  const preflight = await createPreflight({
    ...{ engine, registry, gpus, stateFolder, log, now: Date.now },
    entries: () => catalogueEntries(settings.get().references, []),
  })
  const mirrors = createMirrors({
    start: options.startMirrors ?? startInProcess,
    scrollback: () => settings.get().terminal.scrollback,
    log,
  })
  const terminals = createTerminals({ engine, streams, env, stateFolder, log, mirrors })
  const doctor = createDoctor({
    ...{ engine, log, machine: thisMachine(env), owner: await thisOwner() },
    registries: () => registriesInUse(settings.get()),
    projectFolder: () => settings.get().projectFolder,
  })
  const { node, electron, chrome } = process.versions
  const diagnostics = createDiagnostics({
    ...{ engine, gpus, doctor, settings, now: Date.now },
    facts: () => host.facts(),
    versions: { node, electron, chrome, system: `${process.platform} ${release()} ${process.arch}` },
    recentLog: options.recentLog ?? (() => []),
    cover: mask.cover,
  })
  const stopFollowing = followAddress(settings, engine)

  const inReverse = [
    ...[doctor, terminals, mirrors, preflight, launch, leases, alerts, reaper, kernels, processes, jupyter],
    ...[containers, gpus, engine],
  ]
  return {
    log,
    services: {
      ...{ engine, settings, containers, launch, preflight, jupyter, terminals, gpus, processes, leases },
      ...{ doctor, diagnostics, agreements, secrets },
      ...{ kernels, reaper, alerts, host, streams },
    },
    dispose: async () => {
      stopFollowing()
      for (const room of inReverse) {
        // One that cannot close must not keep the others open.
        await room.dispose().catch((error: unknown) => log(`closing: ${stackOf(error)}`))
      }
    },
  }
}

/** null for a container that does not run, and for one on another machine, whose numbers are not ours. */
async function firstPidOf(engine: Engine, containerId: string): Promise<number | null> {
  const state = engine.state()
  if (state.is !== 'up' || !state.local) return null
  try {
    const { running, pid } = await engine.containers.inspect(containerId)
    return running ? pid : null
  } catch (error) {
    // Gone since it was listed, or the engine is: the list says so as well.
    if (error instanceof RefusalError) return null
    throw error
  }
}

/** Another address in the settings is another engine: looked for at once, not when the present one is lost. */
function followAddress(settings: SettingsRoom, engine: Engine): () => void {
  let last = settings.get().engineAddress
  return settings.onChange(({ engineAddress }) => {
    if (engineAddress === last) return
    last = engineAddress
    engine.reconnect()
  })
}
