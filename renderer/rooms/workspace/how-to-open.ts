// How a notebook comes into sight in a JupyterLab that is open already: it can only be told by loading its page anew.
import type { Kernel } from '../../../shared/contract/kernels'

type Said = { containerId: string; kernels: Pick<Kernel, 'notebook' | 'state' | 'connections'>[] | null }

/**
 * JupyterLab gives no way in from another origin but its address (`/lab/tree/…`). A page that loads again loses what
 * running cells print meanwhile (their kernels go on), so it is not done unasked while one runs, nor for a notebook that
 * is there to be seen. null: nothing is known of this server's kernels yet.
 */
export function howToOpen(
  path: string,
  containerId: string,
  said: readonly Said[] | null,
): 'load' | 'already-open' | 'would-lose' | null {
  const mine = said?.find((each) => each.containerId === containerId)
  if (mine === undefined) return null
  const shown = (mine.kernels ?? []).filter(({ connections }) => connections > 0)
  if (shown.some(({ notebook }) => notebook === path)) return 'already-open'
  return shown.some(({ state }) => state === 'busy') ? 'would-lose' : 'load'
}
