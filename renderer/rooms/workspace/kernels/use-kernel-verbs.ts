import { useState } from 'react'
import type { Kernel } from '../../../../shared/contract/kernels'
import { useLanguage, useText, wordRefusal } from '../../../i18n'
import { openWorkspace, useAction, useClient } from '../../../state'
import { showToast } from '../../../ui'
import type { KernelVerbs } from './kernel-list'
import type { Question } from './kernel-question'
import { text } from './text'

/** What may be done about a kernel. What loses variables that are in use is asked about. */
export function useKernelVerbs(ask: (question: Question) => void): KernelVerbs {
  const words = useText(text)
  const client = useClient()
  const language = useLanguage()
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set())
  const during = async (id: string, work: Promise<unknown>) => {
    setPending((before) => new Set(before).add(id))
    await work
    setPending((before) => new Set([...before].filter((each) => each !== id)))
  }
  const byKernel = ({ containerId, id }: Kernel) => ({ containerId, kernelId: id })
  const interrupt = useAction((kernel: Kernel) => client.kernels.interrupt(byKernel(kernel)))
  const keep = useAction((kernelId: string) => client.reaper.keep({ kernelId }))
  const shutdown = useAction(
    (kernel: Kernel) => client.kernels.shutdown({ ...byKernel(kernel), evenBusy: false }),
    { tell: 'inline' },
  )
  return {
    pending,
    open: ({ containerId, environment, notebook }) =>
      openWorkspace({ containerId, name: environment.name }, 'jupyter', notebook),
    interrupt: (kernel) => void during(kernel.id, interrupt.run(kernel)),
    restart: (row) => ask({ is: 'restart', row }),
    shutdown: (row) => {
      if (row.kernel.state === 'busy') return ask({ is: 'shutdown-busy', row })
      const work = async () => {
        const outcome = await shutdown.run(row.kernel)
        if (outcome.is === 'done') showToast({ tone: 'good', title: words.wasShutDown(row.name) })
        // It began to compute between the last look and the press.
        else if (outcome.refusal.code === 'KernelBusy') ask({ is: 'shutdown-busy', row })
        else {
          const { cause, next } = wordRefusal(outcome.refusal, language)
          showToast({ tone: 'bad', title: cause, text: next })
        }
      }
      void during(row.kernel.id, work())
    },
    keep: ({ id }) => void keep.run(id),
  }
}
