import { useRef, useState, type RefObject } from 'react'
import { useText } from '../i18n'
import { showToast } from '../ui'
import { createCopyGate, type ClipboardWish } from './clipboard'
import type { CopyAnswer } from './copy-request'
import { useTerminalSettings } from './manner'
import type { Screen } from './screen'
import { screenText } from './screen.text'

export type Copying = {
  copy: (text: string) => void
  /** The left button went down in the screen: what is selected when it comes up is copied, if the settings say so. */
  onMouseDown: (event: { button: number }) => void
  /** What a program wants on the clipboard and nobody has answered yet; a newer wish takes its place. */
  wish: { key: number; text: string } | null
  onWish: (wish: ClipboardWish) => void
  answer: (answer: CopyAnswer) => void
}

export function useCopying(screen: RefObject<Screen | null>, label: string): Copying {
  const words = useText(screenText)
  const { copyOnSelect } = useTerminalSettings()
  const [wish, setWish] = useState<Copying['wish']>(null)
  const gate = useRef(createCopyGate())

  const copy = (text: string) => {
    if (text === '') return
    navigator.clipboard.writeText(text).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      showToast({ tone: 'bad', title: words.copyFailed, text: why })
    })
  }
  return {
    copy,
    onMouseDown: ({ button }) => {
      if (!copyOnSelect || button !== 0) return
      // The drag may end anywhere; xterm has the selection by then.
      const onUp = () => copy(screen.current?.selection() ?? '')
      window.addEventListener('mouseup', () => setTimeout(onUp), { once: true })
    },
    wish,
    onWish: (next) => {
      const decision = next.is === 'write' || next.is === 'too-large' ? gate.current.decide() : 'drop'
      if (decision === 'drop') return
      if (next.is === 'too-large') {
        // Told as seldom as it would be asked.
        gate.current.answered('refuse')
        showToast({ tone: 'warn', title: words.copyRequest.tooLarge(label) })
      } else if (next.is === 'write') {
        if (decision === 'copy') copy(next.text)
        else setWish((last) => ({ key: (last?.key ?? 0) + 1, text: next.text }))
      }
    },
    answer: (answer) => {
      gate.current.answered(answer)
      if (wish !== null && answer !== 'refuse') copy(wish.text)
      setWish(null)
      screen.current?.focus()
    },
  }
}
