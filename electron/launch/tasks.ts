// The launches of this session: what the screen shows of each, told at most five times a second, ends at once.
import type { LaunchTask } from '../../shared/contract/launch'
import { createWatched } from '../watched'

const leastMilliseconds = 200
const mostOutput = 20_000

export type Board = ReturnType<typeof createBoard>

export function createBoard() {
  const tasks = new Map<string, LaunchTask>()
  const told = createWatched<LaunchTask[]>([])
  /** By a clock that nobody sets: with one that was set back a download would stand still on the screen. */
  let lastAt = -leastMilliseconds
  let timer: NodeJS.Timeout | null = null

  function tellNow() {
    if (timer) clearTimeout(timer)
    timer = null
    lastAt = performance.now()
    told.set([...tasks.values()])
  }

  function tellSoon() {
    timer ??= setTimeout(tellNow, Math.max(0, lastAt + leastMilliseconds - performance.now()))
  }

  return {
    watch: (signal: AbortSignal) => told.watch(signal),
    get: (id: string) => tasks.get(id),
    all: () => [...tasks.values()],
    /** Settles with the task once it is over, or null when it was put away or the signal fired. */
    async ended(id: string, signal: AbortSignal): Promise<LaunchTask | null> {
      for await (const all of told.watch(signal)) {
        const task = all.find((each) => each.id === id)
        if (task === undefined) return null
        if (task.state.is !== 'running' && task.state.is !== 'asking') return task
      }
      return null
    },
    set(task: LaunchTask) {
      const before = tasks.get(task.id)
      tasks.set(task.id, task)
      // A new state or step is what a person waits for; figures can wait for each other.
      if (before?.state.is !== task.state.is || before.step !== task.step) tellNow()
      else tellSoon()
    },
    remove(id: string) {
      if (tasks.delete(id)) tellNow()
    },
    dispose() {
      if (timer) clearTimeout(timer)
    },
  }
}

/** The step under way gets its seconds; those skipped get none. */
export function atStep(task: LaunchTask, step: number, seconds: number): LaunchTask {
  if (step <= task.step) return { ...task, step }
  const stepSeconds = [...task.stepSeconds]
  for (let index = task.step; index < step; index += 1) stepSeconds[index] = index === task.step ? seconds : 0
  return { ...task, step, stepSeconds }
}

/** A plan made anew keeps the steps that were already taken. */
export function withPlan(task: LaunchTask, plan: LaunchTask['plan']): LaunchTask {
  const fresh = (step: LaunchTask['plan']['steps'][number]) =>
    plan.steps.find(({ id }) => id === step.id) ?? step
  const taken = task.plan.steps.slice(0, task.step + 1).map(fresh)
  const rest = plan.steps.filter(({ id }) => !taken.some((step) => step.id === id))
  return { ...task, name: plan.name, plan: { ...plan, steps: [...taken, ...rest] } }
}

export function withOutput(task: LaunchTask, text: string): LaunchTask {
  return { ...task, output: (task.output + text).slice(-mostOutput) }
}
