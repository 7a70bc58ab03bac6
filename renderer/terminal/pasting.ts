import { useState, type RefObject } from 'react'
import { useText } from '../i18n'
import { showToast } from '../ui'
import { onMac } from './keys'
import { useChangeTerminal, useTerminalSettings } from './manner'
import { planPaste, type PastePlan } from './paste'
import type { Screen } from './screen'
import { screenText } from './screen.text'

export type Pasting = {
  /** What the dialog asks about now. */
  asked: Extract<PastePlan, { is: 'ask' }> | null
  /** From an event of the browser's (keys, its own menu, the middle button): these need no permission. */
  paste: (text: string) => void
  fromClipboard: () => void
  answer: (data: string | null, neverAgain: boolean) => void
}

/** Whatever way a text comes, it goes through the same plan. */
export function usePasting(screen: RefObject<Screen | null>): Pasting {
  const words = useText(screenText).menu
  const { pasteWarning } = useTerminalSettings()
  const change = useChangeTerminal()
  const [asked, setAsked] = useState<Pasting['asked']>(null)

  const paste = (text: string) => {
    const here = screen.current
    if (here === null || text === '') return
    const plan = planPaste(text, { bracketed: here.modes().bracketedPaste, warn: pasteWarning })
    if (plan.is === 'send') here.paste(plan.data)
    else setAsked(plan)
  }
  return {
    asked,
    paste,
    fromClipboard: () => {
      navigator.clipboard.readText().then(paste, () => {
        // The person (or the browser) said no: the keys paste without a permission.
        const keys = onMac() ? '⌘V' : 'Ctrl+Shift+V'
        showToast({ tone: 'warn', title: words.noClipboard, text: words.pasteByKeys(keys) })
      })
    },
    answer: (data, neverAgain) => {
      setAsked(null)
      if (data !== null) screen.current?.paste(data)
      if (data !== null && neverAgain) void change.run({ pasteWarning: false })
    },
  }
}
