import { useState } from 'react'
import type { Container } from '../../../shared/contract/containers'
import { latest, useAnswer, useClient, useEngine, type Answer } from '../../state'
import type { Wish } from './notebook-wish'
import type { OpenView } from './stage'

/**
 * Where the container's JupyterLab is to be shown. Asked when the container starts and when the engine comes back;
 * a notebook that was asked for is asked for with it. Only the page of the same run of the container is kept meanwhile, for a new run has no server yet.
 */
export function useJupyter(
  container: Container | null,
  wish: Wish | null,
): {
  answer: Answer<OpenView>
  again: () => void
  /** The container was restarted from here: what is open belongs to the run before. */
  restarted: () => void
} {
  const client = useClient()
  const wanted = container?.state === 'running' && container.environment?.jupyter === true
  const containerId = wanted ? container.id : null
  const [restarts, setRestarts] = useState(0)
  const returns = useReturns()
  const ports = container?.ports.map((port) => port.hostPort).join(' ') ?? ''
  const run = useRuns(wanted, `${restarts} ${wanted ? ports : ''}`)
  const asked = wish?.asked ?? 0
  const { answer, again } = useAnswer(
    `${containerId ?? ''} ${run} ${returns} ${asked}`,
    async (signal): Promise<OpenView> => {
      if (containerId === null) return await never(signal)
      const path = wish === null ? {} : { path: wish.path }
      return { ...(await client.jupyter.open({ containerId, ...path }, { signal })), asked }
    },
  )
  const [open, setOpen] = useState<{ run: number; view: OpenView } | null>(null)
  if (answer.is === 'here' && (open?.view !== answer.value || open.run !== run))
    setOpen({ run, view: answer.value })
  return {
    answer: answer.is === 'waiting' ? { is: 'waiting', last: open?.run === run ? open.view : null } : answer,
    again,
    restarted: () => setRestarts(restarts + 1),
  }
}

/** Counts the runs of the container: each start of it, and each change of `mark` while it runs. */
function useRuns(running: boolean, mark: string): number {
  const [held, setHeld] = useState({ running, mark, count: 0 })
  const started = running && (!held.running || held.mark !== mark)
  if (held.running !== running || (running && held.mark !== mark))
    setHeld({ running, mark: running ? mark : held.mark, count: held.count + (started ? 1 : 0) })
  return held.count
}

/** Changes when the engine was away and is there again. */
function useReturns(): number {
  const engine = latest(useEngine())
  const since = engine?.is === 'up' ? engine.since : null
  const [held, setHeld] = useState(since)
  if (since !== null && since !== held) setHeld(since)
  return since ?? held ?? 0
}

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('Not asked any more', 'AbortError')), {
      once: true,
    })
  })
}
