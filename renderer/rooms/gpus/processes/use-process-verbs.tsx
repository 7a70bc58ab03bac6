import type { GpuProcess } from '../../../../shared/contract/processes'
import { useText } from '../../../i18n'
import { openWorkspace, useAction } from '../../../state'
import { showToast, type MenuEntry } from '../../../ui'
import type { Question } from './process-question'
import { text } from './text'

/** What may be done about a process: the gentlest first. What destroys something is asked about. */
export function useProcessVerbs(ask: (question: Question) => void): (process: GpuProcess) => MenuEntry[] {
  const words = useText(text)
  const copy = useAction(async (command: string) => {
    await navigator.clipboard.writeText(command)
    showToast({ title: words.copied })
  })

  const ofContainer = (process: GpuProcess): MenuEntry[] => {
    const { owner } = process
    if (owner.is !== 'container') return []
    const { containerId, environment, kernel } = owner
    const name = environment?.name ?? owner.name
    const tab = { containerId, name }
    const notebook = kernel?.notebook ?? null
    return [
      ...(environment === null
        ? []
        : [
            ...(notebook === null
              ? []
              : [
                  {
                    key: 'notebook',
                    label: words.openNotebook,
                    detail: notebook,
                    run: () => openWorkspace(tab, 'jupyter', notebook),
                  },
                ]),
            { key: 'open', label: words.openEnvironment, detail: name, run: () => openWorkspace(tab) },
            'line' as const,
          ]),
      ...(kernel === null
        ? []
        : [
            {
              key: 'shutdown',
              label: words.shutdown,
              run: () =>
                ask({
                  is: 'kernel',
                  containerId,
                  kernelId: kernel.id,
                  name: notebook ?? name,
                  busy: kernel.state === 'busy',
                }),
            },
          ]),
      { key: 'stop', label: words.stop, run: () => ask({ is: 'stop', containerId, name }) },
    ]
  }
  return (process) => {
    const { pid, startedAt, command } = process
    return [
      ...ofContainer(process),
      ...(command === '' ? [] : [{ key: 'copy', label: words.copy, run: () => void copy.run(command) }]),
      'line',
      {
        key: 'end',
        label: words.end,
        tone: 'danger',
        // Without its start nobody could be sure that the number still means the same process.
        disabled: startedAt === null,
        run: () => {
          if (startedAt !== null) ask({ is: 'end', pid, startedAt, force: false })
        },
      },
    ]
  }
}
