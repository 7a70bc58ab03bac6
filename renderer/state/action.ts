import { useCallback, useRef, useState } from 'react'
import type { Refusal } from '../../shared/model/refusal'
import { useLanguage, useText, wordRefusal } from '../i18n'
import { showRefusal, showToast } from '../ui'
import { refusalOf } from './refusal-of'
import { text } from './text'

export type Outcome<T> = { is: 'done'; value: T } | { is: 'refused'; refusal: Refusal }

export type ActionState = { is: 'idle' } | { is: 'pending' } | { is: 'refused'; refusal: Refusal }

export type Action<Params extends unknown[], T> = {
  state: ActionState
  pending: boolean
  /** Never throws: a refusal is an outcome. */
  run: (...params: Params) => Promise<Outcome<T>>
  reset: () => void
}

/**
 * Runs something that changes the world, and says so while it does. A refusal becomes a toast, or stands in
 * `state` for the screen to draw (`tell: 'inline'`).
 */
export function useAction<Params extends unknown[], T>(
  act: (...params: Params) => Promise<T>,
  options: { tell?: 'toast' | 'inline' } = {},
): Action<Params, T> {
  const [state, setState] = useState<ActionState>({ is: 'idle' })
  const language = useLanguage()
  const words = useText(text)
  const runs = useRef(0)
  const tell = options.tell ?? 'toast'

  const run = async (...params: Params): Promise<Outcome<T>> => {
    const mine = ++runs.current
    setState({ is: 'pending' })
    try {
      const value = await act(...params)
      if (runs.current === mine) setState({ is: 'idle' })
      return { is: 'done', value }
    } catch (error) {
      const refusal = refusalOf(error)
      if (runs.current === mine) setState(tell === 'inline' ? { is: 'refused', refusal } : { is: 'idle' })
      if (tell === 'toast') {
        const { cause, next } = wordRefusal(refusal, language)
        // The raw text, and what it means, are one press away.
        const action = { label: words.details, run: () => showRefusal(refusal) }
        const more = refusal.raw === '' && refusal.code !== 'Unforeseen' ? {} : { action }
        showToast({ tone: 'bad', title: cause, text: next, ...more })
      }
      return { is: 'refused', refusal }
    }
  }
  const reset = useCallback(() => {
    runs.current += 1
    setState({ is: 'idle' })
  }, [])
  return { state, pending: state.is === 'pending', run, reset }
}
