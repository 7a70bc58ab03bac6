// Carries one launch out, step by step, as planned. What it makes is the caller's to remove when it throws.
import type { PlanStep, PullProgress } from '../../shared/contract/launch'
import { mountTarget, planLaunch, type LaunchHost, type PlannedLaunch } from '../../shared/model/launch'
import type { LaunchSpec } from '../../shared/model/launch-spec'
import { RefusalError } from '../../shared/model/refusal'
import type { JupyterRoom, JupyterServer } from '../services'
import { deriveImage } from './derive'
import { gatherFacts, type FactSources } from './facts'
import { refuseMoved } from './judging'
import { filesFor, newToken } from './files'
import { afterPullEvent, noPull, pullProgress } from './pull-progress'
import { staysUp } from './stays-up'
import type { Secrets } from './variables'

export type Ask = 'terminal-only' | 'install'

/** What the launch says while it goes on. */
export type Tell = {
  step: (id: PlanStep['id']) => void
  plan: (plan: PlannedLaunch) => void
  pull: (progress: PullProgress) => void
  output: (text: string) => void
  ask: () => Promise<Ask>
}

export type Errand = {
  /** Without the values of its secret variables. */
  spec: LaunchSpec
  secrets: Secrets
  taskId: string
  environmentId: string
  /** Facts gathered a moment ago, for the plan that the person was shown; null: gather them. */
  host: LaunchHost | null
  tell: Tell
  signal: AbortSignal
  /** Called when the server answers, before anybody is shown it. */
  furnish?: Furnish | undefined
}
export type Furnish = (server: JupyterServer) => Promise<void>
export type Tools = FactSources & { jupyter: JupyterRoom }
export type Launched = { containerId: string; jupyter: boolean }

/** Names and ports can be taken between the plan and the act; after so many tries something else is wrong. */
const tries = 8

export async function carryOut(tools: Tools, errand: Errand): Promise<Launched> {
  const { tell, signal } = errand
  tell.step('check')
  const { spec, host } = await prepare(tools, errand)
  const { plan, containerId } = await createAndStart(tools, { ...errand, spec }, host)
  if (plan.jupyter) {
    tell.step('wait')
    const server = await tools.jupyter.ready(containerId, { signal })
    await errand.furnish?.(server)
    tell.step('open')
  } else await staysUp(tools.engine, containerId, signal)
  return { containerId, jupyter: plan.jupyter }
}

/** The image is here, looked into, and has JupyterLab or is to go without; nothing else has been made. */
async function prepare(tools: Tools, errand: Errand): Promise<{ spec: LaunchSpec; host: LaunchHost }> {
  const { engine, looks, machine, owner } = tools
  const { tell, taskId, signal } = errand
  let spec = errand.spec
  let host = errand.host ?? (await gatherFacts(tools, errand))
  refuseProblems(told(errand, spec, host))
  if (host.folder.is === 'missing') await machine.makeFolder(spec.projectFolder)
  if (host.image.is === 'present' && host.image.inside?.jupyterLab && host.folder.is !== 'missing')
    return { spec, host }

  if (host.image.is === 'absent') {
    tell.step('pull')
    await pull(tools, errand)
  }
  const onBehalf = { taskId, owner }
  const inside = await looks.inside(spec.image, onBehalf, signal)
  let image = await looks.known(spec.image, signal)
  if (inside.jupyterLab === null) {
    told(errand, spec, { ...host, image })
    let derived = image.is === 'present' ? (image.derived?.reference ?? null) : null
    if (spec.withoutJupyter === 'ask' && derived === null)
      spec = { ...spec, withoutJupyter: await tell.ask() }
    if (spec.withoutJupyter !== 'terminal-only') {
      if (derived === null) {
        tell.step('derive')
        derived = await deriveImage(engine, {
          reference: spec.image,
          onBehalf,
          onOutput: tell.output,
          signal,
        })
      }
      await looks.inside(derived, onBehalf, signal)
      image = await looks.known(spec.image, signal)
    }
  }
  // A pull or an installation takes long: what was free before may not be free now.
  host = { ...(await gatherFacts(tools, { ...errand, spec })), image }
  refuseProblems(told(errand, spec, host))
  return { spec, host }
}

function told({ tell }: Errand, spec: LaunchSpec, host: LaunchHost): PlannedLaunch {
  const plan = planLaunch(spec, host)
  tell.plan(plan)
  return plan
}

function refuseProblems({ problems }: PlannedLaunch) {
  const [first] = problems
  if (!first) return
  const { code, ...details } = first
  throw new RefusalError(code, details)
}

async function pull({ engine }: Tools, { spec, tell, signal }: Errand) {
  let state = noPull
  // Not the clock on the wall, which may be set while a download runs.
  tell.pull(pullProgress(state, performance.now()))
  await engine.images.pull(
    spec.image,
    (event) => {
      const now = performance.now()
      state = afterPullEvent(state, event, now)
      tell.pull(pullProgress(state, now))
    },
    signal,
  )
}

async function createAndStart(tools: Tools, errand: Errand, before: LaunchHost) {
  const { engine, machine } = tools
  const { spec, tell, signal } = errand
  let host = before
  for (let attempt = 1; ; attempt += 1) {
    const plan = told(errand, spec, host)
    tell.step('create')
    let containerId: string | null = null
    try {
      await refuseMoved(plan.container.binds, engine.up(), tools)
      // Not aborted: the engine would make it all the same, and nobody would know its id.
      containerId = (await engine.containers.create(plan.container)).id
      signal.throwIfAborted()
      await putFiles(tools, plan, { host, secrets: errand.secrets, containerId, signal })
      tell.step('start')
      // The engine looks where they lead when it starts the container, not when it makes it.
      await refuseMoved(plan.container.binds, engine.up(), tools)
      await engine.containers.start(containerId, signal)
      return { plan, containerId }
    } catch (error) {
      if (!(error instanceof RefusalError) || attempt >= tries) throw error
      const { code } = error.refusal
      if (code === 'NameTaken' && spec.name === '')
        host = { ...host, takenNames: [...host.takenNames, plan.name] }
      else if (code === 'PortTaken' && plan.jupyter) host = { ...host, freePort: await machine.freePort() }
      else throw error
      if (containerId !== null) await engine.containers.remove(containerId, { volumes: true })
    }
  }
}

type Into = { host: LaunchHost; secrets: Secrets; containerId: string; signal: AbortSignal }

async function putFiles(
  { engine }: Tools,
  plan: PlannedLaunch,
  { host, secrets, containerId, signal }: Into,
) {
  const image = host.image.is === 'present' ? host.image : null
  const inside = plan.container.image === image?.derived?.reference ? image.derived.inside : image?.inside
  if (!inside) throw new Error(`nobody looked into ${plan.container.image}`)
  const { runAs, jupyter, container } = plan
  const mountedAt = container.binds.map(({ target }) => mountTarget(target))
  const token = jupyter ? newToken() : null
  const tar = await filesFor({ runAs, inside, token, secrets, mountedAt })
  await engine.containers.putArchive(containerId, '/', tar, signal)
}
