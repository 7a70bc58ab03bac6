import type { ReactNode } from 'react'
import { CircleX, Funnel, TriangleAlert } from 'lucide-react'
import type { FrameSource } from '../../../shared/bytes'
import { useFormat, useText } from '../../i18n'
import { Button, Checkbox, cx, IconButton, Popover, Select } from '../../ui'
import type { Counts } from './lines'
import type { Shown } from './sieve'
import { text } from './text'
import { arounds, useViewOptions } from './view-options'

export type Kinds = { levels: ReadonlySet<Shown>; sources: ReadonlySet<FrameSource> }

const allLevels: readonly Shown[] = ['error', 'warn', 'info', 'debug', 'none']
const allSources: readonly FrameSource[] = ['stdout', 'stderr']

export function isEverything({ levels, sources }: Kinds): boolean {
  return levels.size === allLevels.length && sources.size === allSources.length
}

type LevelFilterProps = {
  kinds: Kinds
  counts: Counts
  onKinds: (kinds: Kinds) => void
  onReset: () => void
  onAround: (lines: number) => void
}

/** Errors and warnings at one press, everything else in a panel. */
export function LevelFilter(props: LevelFilterProps) {
  const words = useText(text)
  const filtered = !isEverything(props.kinds)
  return (
    <>
      <Quick {...props} level="error" label={words.onlyErrors}>
        <CircleX size={13} aria-hidden />
      </Quick>
      <Quick {...props} level="warn" label={words.onlyWarnings}>
        <TriangleAlert size={13} aria-hidden />
      </Quick>
      <Popover label={words.filter} panel={<Panel {...props} />}>
        <IconButton
          size="sm"
          quiet
          label={filtered ? words.filtered : words.filter}
          className={filtered ? 'log-toggle--on' : ''}
        >
          <Funnel size={14} aria-hidden />
        </IconButton>
      </Popover>
    </>
  )
}

type QuickProps = LevelFilterProps & {
  level: 'error' | 'warn'
  label: (count: string) => string
  children: ReactNode
}

function Quick(props: QuickProps) {
  const format = useFormat()
  const { level, kinds, counts } = props
  const count = counts[level]
  const on = kinds.levels.size === 1 && kinds.levels.has(level)
  if (count === 0 && !on) return null
  return (
    <button
      type="button"
      className={cx('log-quick', `log-quick--${level}`, on && 'log-quick--on')}
      aria-pressed={on}
      aria-label={props.label(format.whole(count))}
      title={props.label(format.whole(count))}
      onClick={() => (on ? props.onReset() : props.onKinds({ ...kinds, levels: new Set([level]) }))}
    >
      {props.children}
      {format.whole(count)}
    </button>
  )
}

function Panel({ kinds, counts, onKinds, onReset, onAround }: LevelFilterProps) {
  const words = useText(text)
  const format = useFormat()
  const around = useViewOptions((options) => options.around)
  return (
    <div className="log-kinds">
      <h3>{words.levels}</h3>
      {allLevels.map((level) => (
        <div key={level} className="log-kind">
          <Checkbox
            checked={kinds.levels.has(level)}
            onChange={(on) => onKinds({ ...kinds, levels: changed(kinds.levels, level, on) })}
          >
            <span className="log-kind-mark" data-level={level} /> {words.level[level]}
          </Checkbox>
          <span className="ui-faint ui-small ui-number">{format.whole(counts[level])}</span>
        </div>
      ))}
      <h3>{words.streams}</h3>
      {allSources.map((source) => (
        <Checkbox
          key={source}
          checked={kinds.sources.has(source)}
          onChange={(on) => onKinds({ ...kinds, sources: changed(kinds.sources, source, on) })}
        >
          {source}
        </Checkbox>
      ))}
      <Select
        label={words.around}
        value={String(around)}
        options={arounds.map((lines) => ({ key: String(lines), label: words.aroundOf(String(lines)) }))}
        onChange={(key) => onAround(Number(key))}
      />
      {!isEverything(kinds) && (
        <Button size="sm" onPress={onReset}>
          {words.showEverything}
        </Button>
      )}
    </div>
  )
}

function changed<T>(set: ReadonlySet<T>, item: T, on: boolean): ReadonlySet<T> {
  const next = new Set(set)
  if (on) next.add(item)
  else next.delete(item)
  return next
}
