// Launches environments: the catalogue to choose from, the plan, and the tasks that carry plans out.
import type { CatalogueEntry, LaunchTask } from '../../shared/contract/launch'
import { labels } from '../../shared/model/labels'
import { defaultShmBytes, planLaunch, userOf, wantedPaths } from '../../shared/model/launch'
import type { LaunchSpec } from '../../shared/model/launch-spec'
import { RefusalError, refusalFrom } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import type {
  Agreements,
  GpuRoom,
  JupyterRoom,
  LaunchRoom,
  LeaseRoom,
  SecretsRoom,
  SettingsRoom,
} from '../services'
import { createWatched } from '../watched'
import type { Furnish, Tools } from './carry-out'
import { catalogue, catalogueEntries } from './catalogue'
import { gatherFacts } from './facts'
import { judgePaths, refuseLedAway } from './judging'
import { createLaunches } from './launches'
import { createLooks } from './look'
import { defaultFolder, thisMachine, type Machine } from './machine'
import { oneAtATime } from './one-at-a-time'
import { newId, thisOwner } from '../owner'
import { planOnly } from './plan-only'
import { createRecreate, specOf } from './recreate'
import { sweep } from './sweep'
import { createBoard } from './tasks'
import { secretsIn, takeOut } from './variables'

export { catalogueEntries, familiar, registriesInUse } from './catalogue'
export { thisMachine, type Machine } from './machine'

type Rooms = {
  engine: Engine
  settings: SettingsRoom
  gpus: GpuRoom
  jupyter: JupyterRoom
  leases: Pick<LeaseRoom, 'list'>
  agreements: Agreements
  /** Berth's own settings and state, which no container gets. */
  berthFolder: string
  secrets: Pick<SecretsRoom, 'value'>
  /** Hears each secret value that a launch is given. */
  heard: (value: string) => void
  machine?: Machine
  log: (line: string) => void
}

const recentFolders = 20

export async function createLaunch(rooms: Rooms): Promise<LaunchRoom> {
  const { engine, settings, gpus, jupyter, leases, agreements, berthFolder, log } = rooms
  const { secrets, heard, machine = thisMachine() } = rooms
  const owner = await thisOwner()
  const entries = createWatched<CatalogueEntry[]>(catalogueEntries(settings.get().references, []))
  const board = createBoard()
  const entryOf = (id: string) => entries.get().find((entry) => entry.id === id)
  const tools: Tools = {
    engine,
    settings,
    gpus,
    jupyter,
    machine,
    looks: createLooks(engine),
    owner,
    leases,
    agreements,
    berthFolder,
    log,
    promised: (exceptTask) =>
      board
        .all()
        .filter(({ id, state }) => id !== exceptTask && (state.is === 'running' || state.is === 'asking'))
        .flatMap(({ plan, name }) => plan.gpus.map(({ uuid }) => ({ uuid, by: name }))),
    expectsJupyter(spec) {
      const entry = entryOf(spec.entry) ?? entries.get().find(({ image }) => image === spec.image)
      return entry?.image === spec.image ? entry.jupyter : null
    },
  }
  const launches = createLaunches({
    tools,
    board,
    titleOf: (spec) => entryOf(spec.entry)?.title ?? spec.image,
    onDone: remember,
    log,
  })

  function remember({ spec }: LaunchTask) {
    const others = settings.get().recentFolders.filter((folder) => folder !== spec.projectFolder)
    settings.update({ recentFolders: [spec.projectFolder, ...others].slice(0, recentFolders) })
  }

  const complain = (what: string) => (error: unknown) =>
    log(`launch: ${what}: ${refusalFrom(error).evidence}`)
  const refreshCatalogue = oneAtATime(async () => {
    const here = engine.state().is === 'up' ? await engine.images.references() : []
    entries.set(catalogueEntries(settings.get().references, here))
  }, complain('catalogue'))
  const sweepNow = oneAtATime(async () => {
    if (engine.state().is !== 'up') return
    const removed = await sweep(engine, {
      owner,
      live: launches.isLive,
      failed: (taskId) => launches.unclean.has(taskId),
    })
    launches.unclean.clear()
    if (removed > 0) log(`launch: removed ${removed} half-made containers`)
  }, complain('sweep'))

  const unsubscribe = [
    engine.onEvent(({ type, action }) => {
      if (type === 'image' || action === 'up') void refreshCatalogue()
      if (type === 'daemon' && action === 'up') void sweepNow()
    }),
    settings.onChange(() => void refreshCatalogue()),
  ]
  void refreshCatalogue()
  void sweepNow()
  let turn: Promise<void> = Promise.resolve()

  async function facts(spec: LaunchSpec, taskId: string, environmentId: string) {
    const signal = engine.lost()
    return await gatherFacts(tools, { spec, taskId, environmentId, signal })
  }

  async function begin(spec: LaunchSpec, environmentId: string, furnish?: Furnish): Promise<string> {
    const taskId = newId()
    const sources = { saved: (name: string) => secrets.value(name), typedFor: launches.typedFor, heard }
    const taken = await takeOut(spec, taskId, sources)
    const before = turn
    // One after the other: of two launches at once, the second must see the cards that the first was promised.
    const mine = before.then(async () =>
      launches.start(taskId, { ...taken, host: await facts(taken.spec, taskId, environmentId), furnish }),
    )
    turn = mine.catch(() => undefined)
    await mine
    return taskId
  }

  async function specFor(wanted: Parameters<LaunchRoom['asks']>[0]): Promise<LaunchSpec> {
    if ('spec' in wanted) return wanted.spec
    if ('containerId' in wanted) {
      const container = await engine.containers.inspect(wanted.containerId)
      return specOf(container, await secretsIn(engine, container))
    }
    const task = board.get(wanted.taskId)
    if (!task) throw new RefusalError('NotFound', { params: { task: wanted.taskId } })
    return task.spec
  }

  const recreate = createRecreate({ engine, jupyter, begin, ended: (...of) => board.ended(...of), log })

  return {
    catalogue: (signal) => entries.watch(signal),
    tasks: (signal) => board.watch(signal),

    async defaults() {
      const chosen = settings.get()
      const projectFolder = chosen.projectFolder || chosen.recentFolders[0] || defaultFolder(machine)
      const state = engine.state()
      const memory = machine.memory()
      const user = machine.process()
      const folder = await machine.folder(projectFolder)
      const folderOwnerName = folder.is === 'folder' ? await machine.nameOf(folder.ownerUid) : ''
      const up = state.is === 'up' ? state : null
      const memoryBytes = up?.memoryBytes || memory.totalBytes
      const freeMemoryBytes = up?.local === false ? memoryBytes : memory.freeBytes
      const { files } = userOf({
        process: user,
        folder,
        folderOwnerName,
        engine: { product: 'docker', rootless: false, local: true, cdiDevices: [], socket: '' },
      })
      return {
        projectFolder,
        memoryBytes,
        freeMemoryBytes,
        cpus: up?.cpus || machine.cpus(),
        shmBytes: defaultShmBytes({ totalBytes: memoryBytes, freeBytes: freeMemoryBytes, limitBytes: null }),
        user: {
          ...files,
          name: files.uid === user.uid ? user.userName : folderOwnerName || String(files.uid),
        },
        starter: chosen.starter || catalogue.starter,
      }
    },

    async plan(spec) {
      return planOnly(planLaunch(spec, await facts(spec, newId(), newId())))
    },

    async asks(wanted) {
      const state = engine.state()
      // Without an engine there is nothing to mount on; whoever launches is told so.
      if (state.is !== 'up') return []
      const judged = await judgePaths(wantedPaths(await specFor(wanted)), state, tools)
      return judged.flatMap(({ real, readOnly, exists, judgement }) =>
        judgement.is === 'asks' && exists ? [{ path: real, readOnly, why: judgement.why }] : [],
      )
    },

    async checkMounts(containerId) {
      const { labels: said, mounts } = await engine.containers.inspect(containerId)
      // Somebody else's container mounts what they gave it.
      if (said[labels.made] !== '1') return
      const binds = mounts.filter(({ type }) => type === 'bind')
      await refuseLedAway(binds, engine.up(), tools)
    },

    start: async (spec) => ({ taskId: await begin(spec, newId()) }),

    recreate: (containerId) => recreate(containerId),

    answer: (taskId, choice) => launches.answer(taskId, choice),
    cancel: (taskId) => launches.cancel(taskId),
    retry: (taskId) => launches.retry(taskId),
    dismiss: (taskId) => launches.dismiss(taskId),

    async dispose() {
      for (const stop of unsubscribe) stop()
      await launches.dispose()
      board.dispose()
    },
  }
}
