import { useMemo, useRef, useState, type ReactNode } from 'react'
import { ArrowDownToLine, Clock, ScrollText, WrapText } from 'lucide-react'
import { useFormat, useText } from '../../i18n'
import { Button, EmptyState, IconButton, RefusalView, Skeleton } from '../../ui'
import { CopyLog } from './copy-log'
import { FindInLog } from './find-in-log'
import { LogList, type LogListHandle } from './log-list'
import { matcherOf, matchingLines } from './matches'
import { text } from './text'
import { useLog, type Log } from './use-log'
import './logs.css'

type LogsViewProps = {
  containerId: string
  /** For the list's accessible name; the id where it is not known. */
  containerName?: string
}

/** What a container wrote to its output, live. */
export function LogsView(props: LogsViewProps) {
  const { containerId } = props
  const { log, again } = useLog(containerId)
  const words = useText(text)
  if (log.is === 'refused')
    return (
      <div className="log-view log-view--note">
        <RefusalView
          refusal={log.refusal}
          extra={
            <Button size="sm" onPress={again}>
              {words.again}
            </Button>
          }
        />
      </div>
    )
  if (log.is === 'opening')
    return (
      <div className="log-view log-view--note" aria-busy aria-label={words.opening}>
        <Skeleton />
      </div>
    )
  return <OpenLog log={log} label={words.log(props.containerName ?? containerId)} onAgain={again} />
}

function OpenLog(props: { log: Extract<Log, { is: 'here' }>; label: string; onAgain: () => void }) {
  const { log } = props
  const words = useText(text)
  const format = useFormat()
  const list = useRef<LogListHandle>(null)
  const [wrap, setWrap] = useState(false)
  const [timestamps, setTimestamps] = useState(false)
  const [following, setFollowing] = useState(true)
  const [wanted, setWanted] = useState('')
  const [current, setCurrent] = useState<number | null>(null)
  const matcher = useMemo(() => matcherOf(wanted), [wanted])
  const matches = useMemo(
    // `lines` is one growing array: its version says that it changed.
    () => (log.version >= 0 ? matchingLines(log.lines, matcher) : []),
    [log.lines, log.version, matcher],
  )
  const find = (value: string) => {
    setWanted(value)
    setCurrent(null)
  }
  const go = (step: 1 | -1) => {
    const at = current === null ? -1 : matches.indexOf(current)
    // Without a current match the newest is the first: logs are read from their end.
    const next = at < 0 ? matches.at(-1) : matches.at((at + step + matches.length) % matches.length)
    if (next === undefined) return
    setCurrent(next)
    list.current?.toLine(next)
  }
  return (
    <div className="log-view">
      <div className="log-bar">
        <FindInLog value={wanted} matches={matches} current={current} onChange={find} onGo={go} />
        <span className="ui-grow" />
        <span className="ui-faint ui-small">{words.lines(format.whole(log.lines.length))}</span>
        <Toggle label={words.wrap} on={wrap} onPress={() => setWrap(!wrap)}>
          <WrapText size={14} aria-hidden />
        </Toggle>
        <Toggle label={words.timestamps} on={timestamps} onPress={() => setTimestamps(!timestamps)}>
          <Clock size={14} aria-hidden />
        </Toggle>
        <CopyLog lines={log.lines} timestamps={timestamps} />
      </div>
      {log.dropped > 0 && <div className="log-note">{words.earlier(format.whole(log.lines.length))}</div>}
      <div className="log-stage">
        {log.lines.length === 0 ? (
          <EmptyState icon={<ScrollText aria-hidden />} title={words.empty} text={words.emptyText} />
        ) : (
          <LogList
            handle={list}
            lines={log.lines}
            version={log.version}
            label={props.label}
            {...{ wrap, timestamps, matcher, current, following }}
            onFollowing={setFollowing}
          />
        )}
        {!following && log.lines.length > 0 && (
          <Button
            size="sm"
            className="log-to-end"
            icon={<ArrowDownToLine size={13} aria-hidden />}
            onPress={() => list.current?.toEnd()}
          >
            {words.toEnd}
          </Button>
        )}
      </div>
      {log.end !== null && (
        <div className="log-note log-note--end" role="status">
          {log.end.reason === 'finished' ? words.finished : words.lost}
          <Button size="sm" onPress={props.onAgain}>
            {words.again}
          </Button>
        </div>
      )}
    </div>
  )
}

function Toggle(props: { label: string; on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <IconButton
      size="sm"
      label={props.label}
      aria-pressed={props.on}
      className={props.on ? 'log-toggle--on' : ''}
      onPress={props.onPress}
    >
      {props.children}
    </IconButton>
  )
}
