import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import type { Format } from '../i18n'
import { useText } from '../i18n'
import { IconButton, SearchField } from '../ui'
import { highlightLimit, type FindResult } from './screen'
import { text } from './text'

type FindBarProps = {
  format: Format
  result: FindResult | null
  onFind: (words: string, direction: 'first' | 'next' | 'previous') => void
  onClose: () => void
}

/** Over the screen's corner: Enter goes on, Shift+Enter back, Escape closes. */
export function FindBar(props: FindBarProps) {
  const words = useText(text)
  const [wanted, setWanted] = useState('')
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => bar.current?.querySelector('input')?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter and Escape are its own.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') props.onClose()
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement)
      props.onFind(wanted, event.shiftKey ? 'previous' : 'next')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const change = (value: string) => {
    setWanted(value)
    props.onFind(value, 'first')
  }
  return (
    <div ref={bar} className="terminal-find" role="search" onKeyDownCapture={onKeyDown}>
      <SearchField
        label={words.findField}
        placeholder={words.find}
        clearLabel={words.clear}
        value={wanted}
        onChange={change}
      />
      <span className="terminal-find-count" role="status">
        {wanted === '' || props.result === null ? '' : countWords(props.result)}
      </span>
      <IconButton size="sm" label={words.previous} onPress={() => props.onFind(wanted, 'previous')}>
        <ChevronUp size={14} aria-hidden />
      </IconButton>
      <IconButton size="sm" label={words.next} onPress={() => props.onFind(wanted, 'next')}>
        <ChevronDown size={14} aria-hidden />
      </IconButton>
      <IconButton size="sm" label={words.closeFind} onPress={props.onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  )

  function countWords({ at, of }: FindResult): string {
    if (of === 0) return words.noMatch
    const total = props.format.whole(of)
    // xterm gives up counting where the current match stands beyond its limit.
    return at === 0 || of >= highlightLimit
      ? words.manyMatches(total)
      : words.matches(props.format.whole(at), total)
  }
}
