// What stands in the middle of a workspace, decided without React.
import type { Container } from '../../../shared/contract/containers'
import type { JupyterView } from '../../../shared/contract/jupyter'
import type { Refusal } from '../../../shared/model/refusal'
import type { Answer } from '../../state'

export type Stage =
  /** Nobody has read the list of containers yet. */
  | { is: 'reading' }
  | { is: 'gone' }
  | { is: 'stopped'; code: number | null; starting: boolean }
  | { is: 'paused' }
  /** No JupyterLab in it: the terminal takes the whole place. */
  | { is: 'terminal' }
  | { is: 'waiting' }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'open'; view: OpenView }

/** `asked` differs for each notebook that was asked for: then its address is gone to. */
export type OpenView = JupyterView & { asked?: number }

export function stageOf(
  containers: readonly Container[] | null,
  container: Container | null,
  answer: Answer<OpenView>,
): Stage {
  if (containers === null) return { is: 'reading' }
  if (container === null || container.state === 'removing') return { is: 'gone' }
  if (container.state === 'paused') return { is: 'paused' }
  if (container.state !== 'running')
    return { is: 'stopped', code: codeOf(container.status), starting: container.state === 'restarting' }
  if (container.environment?.jupyter !== true) return { is: 'terminal' }
  // While it is asked again (the engine came back) the page that stands open stays: its server may never have gone.
  if (answer.is === 'here') return { is: 'open', view: answer.value }
  if (answer.is === 'refused') return answer
  return answer.last ? { is: 'open', view: answer.last } : { is: 'waiting' }
}

/** 0 and the ends that somebody asked for (Ctrl+C, KILL, TERM) are no failure to speak of. */
function codeOf(status: string): number | null {
  const code = Number(/^Exited \((\d+)\)/.exec(status)?.[1] ?? 0)
  return [0, 130, 137, 143].includes(code) ? null : code
}
