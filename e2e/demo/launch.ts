import Conf from 'conf'
import { createRooms, type Rooms } from '../../electron/rooms'
import type { LaunchTask } from '../../shared/contract/launch'
import { defaultSpec } from '../../shared/model/launch-spec'
import { refusalText } from '../../shared/words/refusals'
import type { DemoHome } from './home'

type Demo = { home: DemoHome; env: NodeJS.ProcessEnv; signal: AbortSignal; log: (line: string) => void }
type Services = Rooms['services']

/** The starter environment, launched through the app's own services unless it runs already; says where it answers. */
export async function launchStarter(demo: Demo): Promise<{ url: string }> {
  const rooms = await createRooms({
    mode: 'headless',
    version: 'demo',
    folder: demo.home.profile,
    openStore: ({ folder, name }) => new Conf({ cwd: folder, configName: name, projectName: 'berth' }),
    env: demo.env,
    log: demo.log,
  })
  try {
    const { services } = rooms
    await engineIsUp(services, demo.signal)
    const containerId = (await runningAlready(services, demo)) ?? (await launch(services, demo))
    const server = await services.jupyter.ready(containerId, { signal: demo.signal })
    return { url: `http://${server.host}:${server.port}/lab?token=${encodeURIComponent(server.token)}` }
  } finally {
    await rooms.dispose()
  }
}

async function engineIsUp({ engine }: Services, signal: AbortSignal): Promise<void> {
  for await (const state of engine.watch(AbortSignal.any([signal, AbortSignal.timeout(30_000)])))
    if (state.is === 'up') return
  throw new Error('The engine of the rig did not answer within 30 s; npm run rig -- status says more.')
}

async function runningAlready({ containers }: Services, { home, signal }: Demo): Promise<string | null> {
  for await (const list of containers.watch(signal)) {
    const ours = list.find(({ environment }) => environment?.projectFolder === home.project)
    if (ours === undefined) return null
    if (ours.state !== 'running') await containers.start(ours.id)
    return ours.id
  }
  return null
}

async function launch({ launch: room, settings }: Services, demo: Demo): Promise<string> {
  const { home, signal, log } = demo
  const entry = settings.get().references.find(({ id }) => id === home.starter)
  if (entry === undefined) throw new Error(`The demo's settings have no entry ${home.starter}.`)
  const gpus = { is: 'least-busy', count: 1 } as const
  const { taskId } = await room.start(
    defaultSpec({ image: entry.image, entry: entry.id, projectFolder: home.project, gpus }),
  )
  let said = ''
  for await (const tasks of room.tasks(signal)) {
    const task = tasks.find(({ id }) => id === taskId)
    if (task === undefined) continue
    const line = `launching ${task.name}: ${task.plan.steps[task.step]?.id ?? ''}`
    if (line !== said && task.state.is === 'running') log(line)
    said = line
    const containerId = ended(task)
    if (containerId !== null) return containerId
  }
  signal.throwIfAborted()
  throw new Error('The launch went away before it ended.')
}

function ended({ state, name }: LaunchTask): string | null {
  switch (state.is) {
    case 'running':
      return null
    case 'done':
      return state.containerId
    case 'failed':
      throw new Error(`${name} could not be launched. ${refusalText(state.refusal)}`)
    case 'asking':
    case 'cancelled':
      throw new Error(`${name} was not launched: ${state.is}`)
  }
}
