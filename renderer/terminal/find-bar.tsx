import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { CaseSensitive, ChevronDown, ChevronUp, Regex, WholeWord, X } from 'lucide-react'
import { useFormat, useText } from '../i18n'
import { cx, IconButton, SearchField } from '../ui'
import { screenText } from './screen.text'
import { highlightLimit, queryFault, type FindDirection, type FindQuery, type FindResult } from './searching'

type FindBarProps = {
  result: FindResult | null
  onFind: (query: FindQuery, direction: FindDirection) => void
  onClose: () => void
}

type Way = 'matchCase' | 'wholeWord' | 'regex'

const ways: readonly (readonly [Way, ReactNode])[] = [
  ['matchCase', <CaseSensitive key="case" size={15} aria-hidden />],
  ['wholeWord', <WholeWord key="word" size={15} aria-hidden />],
  ['regex', <Regex key="regex" size={14} aria-hidden />],
]

/** Over the screen's corner: Enter goes on, Shift+Enter back, Escape closes. */
export function FindBar(props: FindBarProps) {
  const words = useText(screenText).find
  const [query, setQuery] = useState<FindQuery>({
    words: '',
    regex: false,
    matchCase: false,
    wholeWord: false,
  })
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => bar.current?.querySelector('input')?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter and Escape are its own.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') props.onClose()
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement)
      props.onFind(query, event.shiftKey ? 'previous' : 'next')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const change = (part: Partial<FindQuery>) => {
    const next = { ...query, ...part }
    setQuery(next)
    props.onFind(next, 'first')
  }
  const fault = queryFault(query)
  return (
    <div ref={bar} className="terminal-find" role="search" onKeyDownCapture={onKeyDown}>
      <SearchField
        label={words.field}
        placeholder={words.find}
        clearLabel={words.clear}
        value={query.words}
        onChange={(value) => change({ words: value })}
      />
      <div className="terminal-find-ways" role="group">
        {ways.map(([way, icon]) => (
          <IconButton
            key={way}
            size="sm"
            label={words[way]}
            aria-pressed={query[way]}
            className={cx('terminal-find-way', query[way] && 'terminal-find-way--on')}
            onPress={() => change({ [way]: !query[way] })}
          >
            {icon}
          </IconButton>
        ))}
      </div>
      <span className={cx('terminal-find-count', fault !== '' && 'terminal-find-count--fault')} role="status">
        {fault !== '' ? words[fault] : <Count query={query} result={props.result} />}
      </span>
      <IconButton
        size="sm"
        label={words.previous}
        isDisabled={fault !== ''}
        onPress={() => props.onFind(query, 'previous')}
      >
        <ChevronUp size={14} aria-hidden />
      </IconButton>
      <IconButton
        size="sm"
        label={words.next}
        isDisabled={fault !== ''}
        onPress={() => props.onFind(query, 'next')}
      >
        <ChevronDown size={14} aria-hidden />
      </IconButton>
      <IconButton size="sm" label={words.close} onPress={props.onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  )
}

function Count({ query, result }: { query: FindQuery; result: FindResult | null }) {
  const words = useText(screenText).find
  const format = useFormat()
  if (query.words === '' || result === null) return null
  const { at, of } = result
  if (of === 0) return words.noMatch
  // xterm gives up counting where the current match stands beyond its limit.
  return at === 0 || of >= highlightLimit
    ? words.manyMatches(format.whole(of))
    : words.matches(format.whole(at), format.whole(of))
}
