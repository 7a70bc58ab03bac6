import { useCallback, useMemo, useState } from 'react'
import type { Container } from '../../../shared/contract/containers'
import { useText, useLanguage, wordRefusal } from '../../i18n'
import { openWorkspace, refusalOf, useClient } from '../../state'
import { showToast } from '../../ui'
import { text } from './text'

export type Verb = 'start' | 'stop' | 'restart'

export type ContainerActions = {
  /** What is under way, by container id. */
  pending: ReadonlyMap<string, Verb>
  run: (verb: Verb, container: Container) => Promise<void>
  openJupyter: (container: Container) => void
  openTerminal: (container: Container) => void
}

/** Start, stop, restart and open: each says when it is done, and why when it is not. */
export function useContainerActions(): ContainerActions {
  const client = useClient()
  const words = useText(text)
  const language = useLanguage()
  const [pending, setPending] = useState<ReadonlyMap<string, Verb>>(new Map())

  const run = useCallback(
    async (verb: Verb, container: Container) => {
      const { id } = container
      const name = displayName(container)
      setPending((last) => new Map(last).set(id, verb))
      try {
        await client.containers[verb]({ id })
        showToast({ tone: 'good', title: words.done[verb](name) })
      } catch (error) {
        const { cause, next } = wordRefusal(refusalOf(error), language)
        showToast({ tone: 'bad', title: words.failed[verb](name), text: `${cause} ${next}` })
      } finally {
        setPending((last) => new Map([...last].filter(([key]) => key !== id)))
      }
    },
    [client, words, language],
  )
  return useMemo(() => ({ pending, run, openJupyter, openTerminal }), [pending, run])
}

const openJupyter = (container: Container) => openWorkspace(tabOf(container), 'jupyter')
const openTerminal = (container: Container) => openWorkspace(tabOf(container), 'terminal')

function tabOf(container: Container) {
  return { containerId: container.id, name: displayName(container) }
}

/** The environment's own name where there is one: the container's may carry a suffix. */
export function displayName(container: Container): string {
  return container.environment?.name ?? container.name
}
