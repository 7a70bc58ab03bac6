import { useImperativeHandle, useRef, type KeyboardEvent, type Ref } from 'react'
import { CaseSensitive, ChevronDown, ChevronUp, ListFilter, Regex } from 'lucide-react'
import { useFormat, useText } from '../../i18n'
import { IconButton, SearchField } from '../../ui'
import type { Matcher, Search } from './matches'
import type { Log } from './session'
import { text } from './text'
import { Toggle } from './toggle'

export type FindHandle = { focus: () => void }

type FindInLogProps = {
  search: Search
  matcher: Matcher
  /** Whether the pattern may be used on these lines. */
  state: Log['search']
  matches: readonly number[]
  /** How many lines were searched. */
  lines: number
  current: number | null
  onlyMatches: boolean
  onSearch: (search: Search) => void
  onOnlyMatches: (only: boolean) => void
  onGo: (step: 1 | -1) => void
  onLeave: () => void
  handle: Ref<FindHandle>
}

/** Enter goes to the next match, Shift+Enter to the one before, Escape back to the log. */
export function FindInLog(props: FindInLogProps) {
  const words = useText(text)
  const format = useFormat()
  const place = useRef<HTMLDivElement>(null)
  const { search, matcher, matches, current } = props
  useImperativeHandle(props.handle, () => ({
    focus: () => {
      const input = place.current?.querySelector('input')
      input?.focus()
      input?.select()
    },
  }))
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing || !(event.target instanceof HTMLInputElement)) return
    if (event.key === 'Enter') props.onGo(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape' && search.words === '') props.onLeave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const at = current === null ? -1 : matches.indexOf(current)
  const count =
    props.state === 'trying'
      ? words.searching
      : matches.length === 0
        ? words.noMatch
        : words.matches(at < 0 ? '–' : format.whole(at + 1), format.whole(matches.length))
  return (
    <div ref={place} className="log-find" role="search" onKeyDownCapture={onKeyDown}>
      <div className="log-find-field">
        <SearchField
          label={words.find}
          placeholder={words.find}
          clearLabel={words.clear}
          value={search.words}
          onChange={(value) => props.onSearch({ ...search, words: value })}
        />
        <Toggle
          label={words.matchCase}
          on={search.matchCase}
          onPress={() => props.onSearch({ ...search, matchCase: !search.matchCase })}
        >
          <CaseSensitive size={15} aria-hidden />
        </Toggle>
        <Toggle
          label={words.regex}
          on={search.regex}
          onPress={() => props.onSearch({ ...search, regex: !search.regex })}
        >
          <Regex size={13} aria-hidden />
        </Toggle>
      </div>
      {matcher.is === 'broken' && (
        <span className="log-broken ui-small ui-truncate" role="status" title={matcher.why}>
          {words.broken(matcher.why)}
        </span>
      )}
      {matcher.is === 'ready' && props.state === 'slow' && (
        <span className="log-broken ui-small ui-truncate" role="status" title={words.slow}>
          {words.slow}
        </span>
      )}
      {matcher.is === 'ready' && props.state !== 'slow' && (
        <>
          <span
            className="ui-muted ui-small log-count"
            role="status"
            title={words.within(format.whole(props.lines))}
          >
            {count}
          </span>
          <IconButton size="sm" label={words.previous} onPress={() => props.onGo(-1)}>
            <ChevronUp size={14} aria-hidden />
          </IconButton>
          <IconButton size="sm" label={words.next} onPress={() => props.onGo(1)}>
            <ChevronDown size={14} aria-hidden />
          </IconButton>
          <Toggle
            label={words.onlyMatches}
            on={props.onlyMatches}
            onPress={() => props.onOnlyMatches(!props.onlyMatches)}
          >
            <ListFilter size={14} aria-hidden />
          </Toggle>
        </>
      )}
    </div>
  )
}
