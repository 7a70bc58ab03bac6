import { useState } from 'react'
import type { GpuHistory, GpuState } from '../../../shared/contract/gpus'
import { useAnswer, useClient } from '../../state'
import { grown, joined } from './series'

/** The last 15 minutes of each card: what the service kept before this room was opened, and every sample since. */
export function useGpuHistory(state: GpuState): GpuHistory {
  const client = useClient()
  // Asked for once there are cards: before that there is no history to have.
  const { answer } = useAnswer(state.is === 'live' ? 'live' : 'none', (signal) =>
    client.gpus.history({ span: 'minutes' }, { signal }),
  )
  const [live, setLive] = useState<GpuHistory>({})
  const [lastAt, setLastAt] = useState(0)
  // Grown while rendering, as React advises for state that follows a prop: no frame shows the old curve.
  if (state.is === 'live' && state.at !== lastAt) {
    setLastAt(state.at)
    setLive(grown(live, state))
  }
  // A history that cannot be had is no reason to show less than what is live.
  return answer.is === 'here' ? joined(answer.value, live) : live
}
