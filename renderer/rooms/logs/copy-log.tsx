import { useEffect, useState } from 'react'
import { Copy } from 'lucide-react'
import { useFormat, useText } from '../../i18n'
import { IconButton, showToast } from '../../ui'
import type { LogLine } from './lines'
import { text } from './text'

/** Copies what is selected in the log, or all of it when nothing is. */
export function CopyLog(props: { lines: readonly LogLine[]; timestamps: boolean }) {
  const words = useText(text)
  const format = useFormat()
  const selected = useSelection()
  const copy = async () => {
    const { lines, timestamps } = props
    const whole = () => lines.map((line) => (timestamps ? `${line.time} ` : '') + line.text).join('\n')
    try {
      await navigator.clipboard.writeText(selected === '' ? whole() : selected)
      showToast({
        tone: 'good',
        title: selected === '' ? words.copied(format.whole(lines.length)) : words.copiedSelection,
      })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      showToast({ tone: 'bad', title: words.copyFailed, text: reason })
    }
  }
  return (
    <IconButton
      size="sm"
      label={selected === '' ? words.copyAll : words.copySelection}
      onPress={() => void copy()}
    >
      <Copy size={14} aria-hidden />
    </IconButton>
  )
}

/** The text selected inside a log; '' when none is, or when it stands elsewhere. */
function useSelection(): string {
  const [selected, setSelected] = useState('')
  useEffect(() => {
    const read = () => {
      const selection = document.getSelection()
      const node = selection?.anchorNode
      const within = (node instanceof Element ? node : node?.parentElement)?.closest('.log-list')
      setSelected(within ? (selection?.toString() ?? '') : '')
    }
    document.addEventListener('selectionchange', read)
    return () => document.removeEventListener('selectionchange', read)
  }, [])
  return selected
}
