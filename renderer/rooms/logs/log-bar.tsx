import type { Ref } from 'react'
import { Check, Clock, WrapText } from 'lucide-react'
import { useFormat, useText } from '../../i18n'
import { IconButton, Menu } from '../../ui'
import { FindInLog, type FindHandle } from './find-in-log'
import { LevelFilter, type Kinds } from './level-filter'
import type { Look } from './log-block'
import { LogMenu } from './log-menu'
import type { Matcher, Search } from './matches'
import type { Log, Session } from './session'
import { text } from './text'
import { allTimes } from './times'
import { Toggle } from './toggle'
import { useSave } from './use-save'
import { useViewOptions } from './view-options'

type LogBarProps = {
  containerId: string
  log: Log
  session: Session
  look: Look
  search: Search
  matcher: Matcher
  onlyMatches: boolean
  kinds: Kinds
  onSearch: (search: Search) => void
  onOnlyMatches: (only: boolean) => void
  onKinds: (kinds: Kinds) => void
  onReset: () => void
  onAround: (lines: number) => void
  onClear: () => void
  onGo: (step: 1 | -1) => void
  onLeave: () => void
  find: Ref<FindHandle>
}

export function LogBar(props: LogBarProps) {
  const words = useText(text)
  const format = useFormat()
  const { log, look } = props
  const { saving, save } = useSave(props.containerId)
  const shown =
    log.rows.length === log.lines
      ? words.lines(format.whole(log.lines))
      : words.linesOf(format.whole(log.rows.length), format.whole(log.lines))
  return (
    <div className="log-bar" role="toolbar" aria-label={words.tools}>
      <FindInLog
        search={props.search}
        matcher={props.matcher}
        state={log.search}
        matches={log.matches}
        lines={log.lines}
        current={look.current}
        onlyMatches={props.onlyMatches}
        onSearch={props.onSearch}
        onOnlyMatches={props.onOnlyMatches}
        onGo={props.onGo}
        onLeave={props.onLeave}
        handle={props.find}
      />
      <span className="ui-grow" />
      <span className="ui-faint ui-small ui-number log-lines">{shown}</span>
      <LevelFilter
        kinds={props.kinds}
        counts={log.counts}
        onKinds={props.onKinds}
        onReset={props.onReset}
        onAround={props.onAround}
      />
      <TimesMenu times={look.times} />
      <Toggle
        label={words.wrap}
        on={look.wrap}
        onPress={() => useViewOptions.setState(({ wrap }) => ({ wrap: !wrap }))}
      >
        <WrapText size={14} aria-hidden />
      </Toggle>
      <LogMenu
        log={log}
        look={look}
        saving={saving}
        onSave={save}
        onClear={props.onClear}
        all={props.session.all}
      />
    </div>
  )
}

function TimesMenu(props: { times: Look['times'] }) {
  const words = useText(text)
  return (
    <Menu
      label={words.times}
      entries={allTimes.map((times) => ({
        key: times,
        label: words.timesOf[times],
        icon: times === props.times ? <Check size={14} aria-hidden /> : <span />,
        run: () => useViewOptions.setState({ times }),
      }))}
    >
      <IconButton
        size="sm"
        quiet
        label={words.times}
        className={props.times === 'off' ? 'log-toggle' : 'log-toggle log-toggle--on'}
      >
        <Clock size={14} aria-hidden />
      </IconButton>
    </Menu>
  )
}
