import { useMemo } from 'react'
import { latest, useAnswer, useClient, useContainers } from '../../state'
import type { Look } from './log-block'
import type { Log } from './session'
import type { Filter } from './sieve'
import { useViewOptions } from './view-options'

type Shown = { log: Log; filter: Filter; current: number | null }

/** How lines are drawn, from what the person likes and what is sought. The container's start is asked for when it is needed. */
export function useLook(containerId: string, { log, filter, current }: Shown): Look {
  const { wrap, times } = useViewOptions()
  const start = useStart(containerId, times === 'start')
  const { pattern } = log
  const sparse = filter.onlyMatches !== null && pattern !== null
  return useMemo(
    () => ({ wrap, times, start, pattern, sparse, current }),
    [wrap, times, start, pattern, sparse, current],
  )
}

function useStart(containerId: string, wanted: boolean): number | null {
  const client = useClient()
  const state = latest(useContainers())?.find(({ id }) => id === containerId)?.state
  // Another state may mean another start.
  const { answer } = useAnswer(`${wanted} ${containerId} ${state}`, async (signal) =>
    wanted ? (await client.containers.details({ id: containerId }, { signal })).startedAt : null,
  )
  if (answer.is === 'here') return answer.value
  return answer.is === 'waiting' ? answer.last : null
}
