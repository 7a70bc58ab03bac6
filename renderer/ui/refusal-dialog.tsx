import { create } from 'zustand'
import type { Refusal } from '../../shared/model/refusal'
import { useText } from '../i18n'
import { Dialog } from './dialog'
import { RefusalView } from './refusal-view'
import { text } from './text'

const useShown = create<{ refusal: Refusal | null }>(() => ({ refusal: null }))

/** The whole of a refusal that was told in passing: what it means, what mends it, and its raw text. */
export function showRefusal(refusal: Refusal): void {
  useShown.setState({ refusal })
}

export function closeRefusal(): void {
  useShown.setState({ refusal: null })
}

/** Once in the app. */
export function RefusalDialog() {
  const words = useText(text)
  const refusal = useShown((state) => state.refusal)
  return (
    <Dialog title={words.details} open={refusal !== null} size="md" onClose={closeRefusal}>
      {refusal !== null && <RefusalView plain refusal={refusal} />}
    </Dialog>
  )
}
