import { useRef, useState, type KeyboardEvent } from 'react'
import { ArrowDownToLine, ScrollText } from 'lucide-react'
import { useFormat, useText } from '../../i18n'
import { Button, EmptyState } from '../../ui'
import type { FindHandle } from './find-in-log'
import type { Kinds } from './level-filter'
import { LogBar } from './log-bar'
import { LogList, type LogListHandle } from './log-list'
import { ClearedNote, GapNote, LogFoot, LogHead } from './log-notes'
import { matcherOf, noSearch, type Search } from './matches'
import type { Log, Session } from './session'
import type { Filter } from './sieve'
import { text } from './text'
import { everything } from './use-log'
import { useLook } from './use-look'
import { useViewOptions } from './view-options'

type OpenLogProps = {
  containerId: string
  label: string
  log: Log
  session: Session
  filter: Filter
  onFilter: (filter: Filter) => void
}

export function OpenLog(props: OpenLogProps) {
  const { log, session, filter, onFilter } = props
  const list = useRef<LogListHandle>(null)
  const find = useRef<FindHandle>(null)
  const around = useViewOptions((options) => options.around)
  const [search, setSearch] = useState<Search>(noSearch)
  const [current, setCurrent] = useState<number | null>(null)
  /** The newest line when the person began to read further up; null: the end is followed. */
  const [leftAt, setLeftAt] = useState<number | null>(null)
  const matcher = matcherOf(search)
  const look = useLook(props.containerId, { log, filter, current })

  const seek = (next: Search) => {
    setSearch(next)
    setCurrent(null)
    const sought = matcherOf(next)
    const pattern = sought.is === 'ready' ? sought.pattern : null
    onFilter({ ...filter, pattern })
  }
  const showKinds = (kinds: Kinds) => onFilter({ ...filter, ...kinds })
  const go = (step: 1 | -1) => {
    const { matches } = log
    const at = current === null ? -1 : matches.indexOf(current)
    // Without a current match the newest is the first: logs are read from their end.
    const next = at < 0 ? matches.at(-1) : matches.at((at + step + matches.length) % matches.length)
    if (next === undefined) return
    setCurrent(next)
    list.current?.toLine(next)
  }
  const onFollowing = (following: boolean) => {
    setLeftAt(following ? null : (log.rows.at(-1)?.id ?? null))
    session.readAbove(!following)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    find.current?.focus()
  }
  const clear = () => onFilter({ ...filter, clearedBefore: (log.rows.at(-1)?.id ?? 0) + 1 })
  const reset = () => onFilter({ ...filter, levels: everything.levels, sources: everything.sources })
  return (
    <div className="log-view" onKeyDown={onKeyDown}>
      <LogBar
        {...{ containerId: props.containerId, log, session, look, search, matcher, find, kinds: filter }}
        onlyMatches={filter.onlyMatches !== null}
        onSearch={seek}
        onOnlyMatches={(only) => onFilter({ ...filter, onlyMatches: only ? { around } : null })}
        onKinds={showKinds}
        onReset={reset}
        onAround={(lines) => {
          useViewOptions.setState({ around: lines })
          if (filter.onlyMatches !== null) onFilter({ ...filter, onlyMatches: { around: lines } })
        }}
        onClear={clear}
        onGo={go}
        onLeave={() => list.current?.focus()}
      />
      {log.gap && <GapNote />}
      {filter.clearedBefore !== null && (
        <ClearedNote lines={log.cleared} onShow={() => onFilter({ ...filter, clearedBefore: null })} />
      )}
      <div className="log-stage">
        {log.rows.length === 0 ? (
          <Nothing
            log={log}
            filter={filter}
            onReset={() => onFilter({ ...everything, pattern: filter.pattern })}
          />
        ) : (
          <LogList
            handle={list}
            {...{ rows: log.rows, first: log.first, version: log.version, label: props.label, look }}
            head={
              filter.clearedBefore === null && (
                <LogHead log={log} onEarlier={() => void session.loadEarlier()} />
              )
            }
            following={leftAt === null}
            onFollowing={onFollowing}
            onBeginning={() => {
              if (log.earlier.is === 'unknown' && filter.clearedBefore === null) void session.loadEarlier()
            }}
          />
        )}
        {leftAt !== null && log.rows.length > 0 && (
          <ToEnd log={log} leftAt={leftAt} onPress={() => onFollowing(true)} />
        )}
      </div>
      <LogFoot log={log} session={session} />
    </div>
  )
}

function ToEnd(props: { log: Log; leftAt: number; onPress: () => void }) {
  const words = useText(text)
  const format = useFormat()
  const { log, leftAt } = props
  const since = log.rows.length - 1 - log.rows.findLastIndex(({ id }) => id <= leftAt)
  const label = log.held
    ? words.manyNew
    : since === 0
      ? words.toEnd
      : words.newLines(format.whole(since), since === 1)
  return (
    <Button
      size="sm"
      className={since > 0 ? 'log-to-end log-to-end--new' : 'log-to-end'}
      icon={<ArrowDownToLine size={13} aria-hidden />}
      onPress={props.onPress}
    >
      {label}
    </Button>
  )
}

/** Nothing to show, and why: nothing was printed, nothing was found, or the filter lets nothing through. */
function Nothing({ log, filter, onReset }: { log: Log; filter: Filter; onReset: () => void }) {
  const words = useText(text)
  const format = useFormat()
  const icon = <ScrollText aria-hidden />
  if (log.lines === 0) {
    const stopped = log.phase.is === 'standing' && log.phase.because === 'stopped'
    return (
      <EmptyState icon={icon} title={words.empty} text={stopped ? words.emptyStopped : words.emptyText} />
    )
  }
  if (filter.clearedBefore !== null && log.cleared === log.lines)
    return <EmptyState icon={icon} title={words.empty} text={words.emptyText} />
  return (
    <EmptyState
      icon={icon}
      title={filter.onlyMatches === null ? words.nothing : words.nothingFound}
      text={words.nothingText(format.whole(log.lines))}
      action={
        <Button size="sm" onPress={onReset}>
          {words.showEverything}
        </Button>
      }
    />
  )
}
