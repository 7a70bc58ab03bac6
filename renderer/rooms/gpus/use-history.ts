import { useEffect, useState } from 'react'
import type { GpuHistory, GpuState } from '../../../shared/contract/gpus'
import { useAnswer, useClient } from '../../state'
import { grown, joined } from './series'

/** The last day is of means over ten seconds: nobody sees it change faster. */
const dayAgainMilliseconds = 60_000

/**
 * The last 15 minutes of each card: what the service kept before this room was opened, and every sample since. Or its
 * last day.
 */
export function useGpuHistory(state: GpuState, span: 'minutes' | 'day'): GpuHistory {
  const client = useClient()
  const round = useRounds(span === 'day')
  // Asked for once there are cards: before that there is no history to have.
  const { answer } = useAnswer(`${state.is === 'live' ? 'live' : 'none'} ${span} ${round}`, (signal) =>
    client.gpus.history({ span }, { signal }),
  )
  const [live, setLive] = useState<GpuHistory>({})
  const [lastAt, setLastAt] = useState(0)
  const [day, setDay] = useState<GpuHistory>({})
  // Grown while rendering, as React advises for state that follows a prop: no frame shows the old curve.
  if (state.is === 'live' && state.at !== lastAt) {
    setLastAt(state.at)
    setLive(grown(live, state))
  }
  if (span === 'day' && answer.is === 'here' && answer.value !== day) setDay(answer.value)
  if (span === 'day') return day
  // A history that cannot be had is no reason to show less than what is live.
  return answer.is === 'here' ? joined(answer.value, live) : live
}

function useRounds(on: boolean): number {
  const [round, setRound] = useState(0)
  useEffect(() => {
    if (!on) return
    const timer = setInterval(() => setRound((last) => last + 1), dayAgainMilliseconds)
    return () => clearInterval(timer)
  }, [on])
  return on ? round : 0
}
