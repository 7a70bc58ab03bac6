import { useCallback, useEffect, useRef, useState } from 'react'
import type { Refusal } from '../../shared/model/refusal'
import { isAbort, refusalOf } from './refusal-of'

export type Answer<T> =
  { is: 'waiting'; last: T | null } | { is: 'here'; value: T } | { is: 'refused'; refusal: Refusal }

/**
 * Asks once for each `key` (and again on `again`), and drops what comes too late.
 * While a new answer is on its way the last one stays at hand.
 */
export function useAnswer<T>(
  key: string,
  ask: (signal: AbortSignal) => Promise<T>,
): { answer: Answer<T>; again: () => void } {
  const [round, setRound] = useState(0)
  const question = `${round} ${key}`
  const [held, setHeld] = useState<{ question: string; answer: Answer<T> } | null>(null)
  const asking = useRef(ask)
  useEffect(() => {
    asking.current = ask
  })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    asking.current(signal).then(
      (value) => {
        if (!signal.aborted) setHeld({ question, answer: { is: 'here', value } })
      },
      (error: unknown) => {
        if (signal.aborted || isAbort(error)) return
        setHeld({ question, answer: { is: 'refused', refusal: refusalOf(error) } })
      },
    )
    return () => controller.abort()
  }, [question])
  const again = useCallback(() => setRound((last) => last + 1), [])
  if (held?.question === question) return { answer: held.answer, again }
  return { answer: { is: 'waiting', last: held?.answer.is === 'here' ? held.answer.value : null }, again }
}
