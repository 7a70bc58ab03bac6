// The kernels of one environment as a person looks for them: what holds memory first, then what computes. Pure.
import type { Kernel } from '../../../../shared/contract/kernels'
import type { ReaperState } from '../../../../shared/contract/reaper'

type ContainerKernels = { containerId: string; kernels: readonly Kernel[] | null }

export type KernelRow = {
  kernel: Kernel
  /** The notebook's file name, or the kernel spec's where no notebook holds it. */
  name: string
  /** When the idle reaper will shut it down; null where it has not announced that. */
  shutdownAt: number | null
}

export type KernelsFace =
  | { is: 'looking' }
  /** The server does not answer. */
  | { is: 'silent' }
  | { is: 'none' }
  | { is: 'rows'; rows: KernelRow[]; gpuMemoryMiB: number }

/** `said` is null until the service has answered once; it is [] while it asks for the first time. */
export function faceOf(
  containerId: string,
  said: readonly ContainerKernels[] | null,
  pending: ReaperState['pending'],
): KernelsFace {
  const mine = said?.find((each) => each.containerId === containerId)
  if (mine === undefined) return { is: 'looking' }
  if (mine.kernels === null) return { is: 'silent' }
  if (mine.kernels.length === 0) return { is: 'none' }
  const rows = mine.kernels.map((kernel) => ({
    kernel,
    name: nameOf(kernel),
    shutdownAt: pending.find(({ kernelId }) => kernelId === kernel.id)?.shutdownAt ?? null,
  }))
  return {
    is: 'rows',
    rows: rows.sort(compare),
    gpuMemoryMiB: rows.reduce((sum, { kernel }) => sum + (kernel.gpuMemoryMiB ?? 0), 0),
  }
}

function nameOf({ notebook, spec }: Kernel): string {
  return notebook === null ? spec : notebook.slice(notebook.lastIndexOf('/') + 1)
}

function compare(a: KernelRow, b: KernelRow): number {
  return (
    (b.kernel.gpuMemoryMiB ?? 0) - (a.kernel.gpuMemoryMiB ?? 0) ||
    Number(b.kernel.state === 'busy') - Number(a.kernel.state === 'busy') ||
    a.name.localeCompare(b.name) ||
    a.kernel.id.localeCompare(b.kernel.id)
  )
}
