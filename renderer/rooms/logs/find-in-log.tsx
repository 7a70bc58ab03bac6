import type { KeyboardEvent } from 'react'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useFormat, useText } from '../../i18n'
import { IconButton, SearchField } from '../../ui'
import { text } from './text'

type FindInLogProps = {
  value: string
  matches: readonly number[]
  current: number | null
  onChange: (value: string) => void
  onGo: (step: 1 | -1) => void
}

/** Enter goes to the next match, Shift+Enter to the one before. */
export function FindInLog(props: FindInLogProps) {
  const words = useText(text)
  const format = useFormat()
  const { value, matches, current } = props
  const at = current === null ? -1 : matches.indexOf(current)
  const count =
    matches.length === 0
      ? words.noMatch
      : words.matches(at < 0 ? '–' : format.whole(at + 1), format.whole(matches.length))
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter is its own.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !(event.target instanceof HTMLInputElement))
      return
    event.preventDefault()
    event.stopPropagation()
    props.onGo(event.shiftKey ? -1 : 1)
  }
  return (
    <div className="log-find" role="search" onKeyDownCapture={onKeyDown}>
      <SearchField
        label={words.find}
        placeholder={words.find}
        clearLabel={words.clear}
        value={value}
        onChange={props.onChange}
      />
      {value !== '' && (
        <>
          <span className="ui-muted ui-small log-count" role="status">
            {count}
          </span>
          <IconButton size="sm" label={words.previous} onPress={() => props.onGo(-1)}>
            <ChevronUp size={14} aria-hidden />
          </IconButton>
          <IconButton size="sm" label={words.next} onPress={() => props.onGo(1)}>
            <ChevronDown size={14} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}
