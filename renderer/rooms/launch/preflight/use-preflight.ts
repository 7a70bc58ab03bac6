import { useState } from 'react'
import type { Preflight } from '../../../../shared/contract/preflight'
import type { Verdict } from '../../../../shared/model/compatibility'
import { latest, useAnswer, useClient, useEngine, useGpus, type Answer } from '../../../state'

/** What the verdicts hang on: when it changes they are asked for again. */
function useMachineKey(): string {
  const gpus = latest(useGpus())
  const engine = latest(useEngine())
  const cards = gpus?.is === 'live' ? [gpus.driver, ...gpus.cards.map(({ uuid }) => uuid)] : [gpus?.is]
  return JSON.stringify([cards, engine?.is === 'up' ? [engine.address, engine.architecture] : engine?.is])
}

/** By the catalogue's own facts, for every card at once; null until it is known, or when nobody can say. */
export function useVerdicts(references: readonly string[]): Record<string, Verdict> | null {
  const client = useClient()
  const asked = references.slice(0, 200)
  const key = `verdicts ${useMachineKey()} ${asked.join(' ')}`
  const { answer } = useAnswer(key, (signal) =>
    asked.length === 0 ? Promise.resolve({}) : client.preflight.verdicts({ references: asked }, { signal }),
  )
  if (answer.is === 'here') return answer.value
  return answer.is === 'waiting' ? answer.last : null
}

/** Long enough to type on, short enough not to wait for. */
const pauseMilliseconds = 350

/** Asks the registry about what stands still for a moment; what was asked before is cancelled. null: nothing to ask. */
export function useLook(reference: string | null): { answer: Answer<Preflight | null>; again: () => void } {
  const client = useClient()
  const machine = useMachineKey()
  /** The reference that somebody asked about again. */
  const [fresh, setFresh] = useState<string | null>(null)
  const { answer, again } = useAnswer<Preflight | null>(
    `look ${machine} ${reference ?? ''}`,
    async (signal) => {
      if (reference === null) return null
      const asked = fresh === reference
      await pause(asked ? 0 : pauseMilliseconds, signal)
      return client.preflight.look({ reference, fresh: asked }, { signal })
    },
  )
  const askAgain = () => {
    setFresh(reference)
    again()
  }
  return { answer, again: askAgain }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('Stopped', 'AbortError'))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', stop, { once: true })
  })
}
