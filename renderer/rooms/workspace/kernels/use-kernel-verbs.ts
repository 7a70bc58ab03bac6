import { useState } from 'react'
import type { Kernel } from '../../../../shared/contract/kernels'
import { openWorkspace, useAction, useClient } from '../../../state'
import type { KernelVerbs } from './kernel-list'
import type { Question } from './kernel-question'

/** What may be done about a kernel. What loses variables is asked about. */
export function useKernelVerbs(ask: (question: Question) => void): KernelVerbs {
  const client = useClient()
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set())
  const during = async (id: string, work: Promise<unknown>) => {
    setPending((before) => new Set(before).add(id))
    await work
    setPending((before) => new Set([...before].filter((each) => each !== id)))
  }
  const byKernel = ({ containerId, id }: Kernel) => ({ containerId, kernelId: id })
  const interrupt = useAction((kernel: Kernel) => client.kernels.interrupt(byKernel(kernel)))
  const keep = useAction((kernelId: string) => client.reaper.keep({ kernelId }))
  return {
    pending,
    open: ({ containerId, environment, notebook }) =>
      openWorkspace({ containerId, name: environment.name }, 'jupyter', notebook),
    interrupt: (kernel) => void during(kernel.id, interrupt.run(kernel)),
    restart: (row) => ask({ is: 'restart', row }),
    shutdown: (row) => ask({ is: row.kernel.state === 'busy' ? 'shutdown-busy' : 'shutdown', row }),
    keep: ({ id }) => void keep.run(id),
  }
}
