import type { Alert } from '../../shared/contract/alerts'
import { useText } from '../i18n'
import { latest, navigate, openWorkspace, useAction, useClient, useContainers } from '../state'
import { text } from './text'

/** What can be done about an alert, the most useful first. */
export type Way = { key: string; label: string; run: () => void }

/** `ask` opens the alert's question: nothing is ended or made again without an answer. */
export function useWays(ask: (alert: Alert) => void): (alert: Alert) => Way[] {
  const words = useText(text)
  const client = useClient()
  const containers = latest(useContainers()) ?? []
  const keep = useAction((kernelId: string) => client.reaper.keep({ kernelId }))

  const showGpus: Way = { key: 'gpus', label: words.showGpus, run: () => navigate({ room: 'gpus' }) }
  const open = ({ containerId }: Alert): Way[] => {
    const container = containers.find(({ id }) => id === containerId)
    if (!container?.environment) return []
    const { name } = container.environment
    return [{ key: 'open', label: words.open, run: () => openWorkspace({ containerId: container.id, name }) }]
  }
  return (alert) => {
    if (alert.endedAt !== null) return []
    switch (alert.kind) {
      case 'memory-full':
      case 'card-lost':
      case 'throttled':
        return [showGpus]
      case 'one-busy-card':
      case 'cuda-out-of-memory':
        return [...open(alert), showGpus]
      case 'idle-memory':
        return [{ key: 'free', label: words.freeMemory, run: () => ask(alert) }, ...open(alert)]
      case 'container-lost-gpu':
        return [{ key: 'recreate', label: words.recreate, run: () => ask(alert) }, ...open(alert)]
      case 'reaper':
        return [
          { key: 'keep', label: words.keep, run: () => void keep.run(alert.kernelId ?? '') },
          ...open(alert),
        ]
    }
  }
}
