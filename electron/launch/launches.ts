// Launches as tasks: started, asked, cancelled, tried again; whatever ends badly leaves nothing behind.
import type { LaunchTask, PlanStep } from '../../shared/contract/launch'
import { planLaunch, type LaunchHost, type PlannedLaunch } from '../../shared/model/launch'
import type { LaunchSpec } from '../../shared/model/launch-spec'
import { RefusalError, refusal, refusalFrom, type Refusal } from '../../shared/model/refusal'
import { carryOut, type Ask, type Furnish, type Tell, type Tools } from './carry-out'
import { newId } from '../owner'
import { planOnly } from './plan-only'
import { removeMadeBy } from './sweep'
import { atStep, withOutput, withPlan, type Board } from './tasks'
import type { Secrets } from './variables'

type Running = {
  stop: AbortController
  answer: ((choice: Ask) => void) | null
  ended: Promise<void>
}

export type Beginning = {
  spec: LaunchSpec
  secrets: Secrets
  host: LaunchHost
  furnish?: Furnish | undefined
}

type Wishes = {
  tools: Tools
  board: Board
  titleOf: (spec: LaunchSpec) => string
  /** Called when a launch ended well. */
  onDone: (task: LaunchTask) => void
  log: (line: string) => void
}

export function createLaunches({ tools, board, titleOf, onDone, log }: Wishes) {
  const running = new Map<string, Running>()
  /** Failed while the engine was away: what they made goes when it is back. */
  const unclean = new Set<string>()
  /** Kept for a retry. */
  const furnishing = new Map<string, Furnish>()
  /** Kept until the launch ends well or is put away, for a retry and for another with a change. */
  const secretsOf = new Map<string, Secrets>()

  const get = (taskId: string): LaunchTask => {
    const task = board.get(taskId)
    if (!task) throw new RefusalError('NotFound', { params: { task: taskId } })
    return task
  }
  const change = (taskId: string, with_: (task: LaunchTask) => LaunchTask) => board.set(with_(get(taskId)))

  function begin(taskId: string, host: LaunchHost | null) {
    const stop = new AbortController()
    const run: Running = { stop, answer: null, ended: Promise.resolve() }
    running.set(taskId, run)
    run.ended = toItsEnd(taskId, run, host).catch((error: unknown) => {
      // The task itself could not be told about: a bug, and never the app's end.
      log(`launch ${taskId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    })
  }

  async function toItsEnd(taskId: string, run: Running, host: LaunchHost | null): Promise<void> {
    const { spec } = get(taskId)
    const lost = tools.engine.lost()
    const signal = AbortSignal.any([run.stop.signal, lost])
    const startedAt = performance.now()
    const tell = tellOf(taskId, run, signal)
    try {
      const launched = await carryOut(tools, {
        spec,
        secrets: secretsOf.get(taskId) ?? new Map(),
        taskId,
        environmentId: host?.environmentId ?? newId(),
        host,
        tell,
        signal,
        furnish: furnishing.get(taskId),
      })
      // An earlier try may have failed uncleanly; what this one made stays.
      unclean.delete(taskId)
      secretsOf.delete(taskId)
      const seconds = (performance.now() - startedAt) / 1000
      change(taskId, (task) => ({ ...task, state: { is: 'done', ...launched, seconds } }))
    } catch (error) {
      await cleanUp(taskId)
      const ending = run.stop.signal.aborted
        ? ({ is: 'cancelled' } as const)
        : ({ is: 'failed', refusal: lost.aborted ? engineLost(error) : refusalFrom(error) } as const)
      if (ending.is === 'failed') log(`launch ${taskId}: ${ending.refusal.code}: ${ending.refusal.evidence}`)
      change(taskId, (task) => ({ ...task, state: ending }))
    } finally {
      running.delete(taskId)
    }
    // Outside the launch: whatever goes wrong in telling must not take back an environment that runs.
    if (get(taskId).state.is === 'done') onDone(get(taskId))
  }

  function engineLost(error: unknown): Refusal {
    const seen = refusalFrom(error)
    if (seen.code === 'EngineDown') return seen
    const state = tools.engine.state()
    if (state.is === 'down') return state.refusal
    return refusal('EngineDown', { evidence: seen.evidence, raw: seen.raw, actions: ['retry', 'reconnect'] })
  }

  async function cleanUp(taskId: string) {
    try {
      await removeMadeBy(tools.engine, taskId)
    } catch (error) {
      // Nobody can remove anything now: the sweep does when the engine is back.
      unclean.add(taskId)
      log(`launch ${taskId}: not cleaned up yet: ${refusalFrom(error).evidence}`)
    }
  }

  function tellOf(taskId: string, run: Running, signal: AbortSignal): Tell {
    let since = performance.now()
    return {
      step(id: PlanStep['id']) {
        const now = performance.now()
        change(taskId, (task) => {
          const index = task.plan.steps.findIndex((step) => step.id === id)
          return index < 0 ? task : atStep(task, index, (now - since) / 1000)
        })
        since = now
      },
      plan: (plan: PlannedLaunch) => change(taskId, (task) => withPlan(task, planOnly(plan))),
      pull: (pull) => change(taskId, (task) => ({ ...task, pull })),
      output: (text) => change(taskId, (task) => withOutput(task, text)),
      async ask() {
        change(taskId, (task) => ({ ...task, state: { is: 'asking', question: 'no-jupyter' } }))
        const choice = await new Promise<Ask>((resolve, reject) => {
          const give = () => reject(new RefusalError('Cancelled'))
          run.answer = resolve
          if (signal.aborted) give()
          else signal.addEventListener('abort', give, { once: true })
        })
        run.answer = null
        change(taskId, (task) => ({ ...task, state: { is: 'running' } }))
        return choice
      },
    }
  }

  return {
    unclean,
    isLive: (taskId: string) => running.has(taskId),

    typedFor: (taskId: string, name: string) => secretsOf.get(taskId)?.get(name),

    start(taskId: string, { spec, secrets, host, furnish }: Beginning) {
      if (furnish) furnishing.set(taskId, furnish)
      if (secrets.size > 0) secretsOf.set(taskId, secrets)
      const plan = planLaunch(spec, host)
      board.set({
        ...blank(plan),
        id: taskId,
        name: plan.name,
        title: titleOf(spec),
        spec,
      })
      begin(taskId, host)
    },

    answer(taskId: string, choice: Ask) {
      get(taskId)
      const give = running.get(taskId)?.answer
      if (!give) throw new RefusalError('Conflict', { params: { task: taskId } })
      give(choice)
    },

    async cancel(taskId: string) {
      get(taskId)
      const run = running.get(taskId)
      run?.stop.abort(new RefusalError('Cancelled'))
      await run?.ended
    },

    async retry(taskId: string) {
      const task = get(taskId)
      if (running.has(taskId)) throw new RefusalError('AlreadyRunning', { params: { task: taskId } })
      if (task.state.is !== 'failed' && task.state.is !== 'cancelled')
        throw new RefusalError('Conflict', { params: { task: taskId } })
      await cleanUp(taskId)
      board.set({ ...task, ...blank(task.plan) })
      begin(taskId, null)
    },

    dismiss(taskId: string) {
      get(taskId)
      if (running.has(taskId)) throw new RefusalError('Conflict', { params: { task: taskId } })
      board.remove(taskId)
      furnishing.delete(taskId)
      secretsOf.delete(taskId)
    },

    /** Quitting ends what is under way and leaves nothing half made; running environments go on. */
    async dispose() {
      const all = [...running.values()]
      for (const run of all) run.stop.abort(new RefusalError('Cancelled'))
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}

function blank(plan: LaunchTask['plan']) {
  return {
    plan: planOnly(plan),
    startedAt: Date.now(),
    step: 0,
    stepSeconds: [],
    pull: null,
    output: '',
    state: { is: 'running' } as const,
  }
}
