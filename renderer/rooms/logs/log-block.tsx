import { memo, useState } from 'react'
import { useFormat, useText } from '../../i18n'
import { cx } from '../../ui'
import type { LogLine } from './assembling'
import { LineText } from './line-text'
import { text } from './text'
import { timeWords, type Times } from './times'

/** How lines are drawn: the same for all of them. One object, made anew only when something in it changes. */
export type Look = {
  wrap: boolean
  times: Times
  /** Milliseconds of the epoch; null: not known. */
  start: number | null
  pattern: RegExp | null
  /** Rows are not next to each other in the log: gaps are marked. */
  sparse: boolean
  /** The match that the person stands at. */
  current: number | null
}

type Block = { index: number; rows: readonly LogLine[] }
/** `size`, `firstId` and `current` say whether a block that was cut anew is still the same. */
type BlockProps = { block: Block; size: number; firstId: number; look: Look; current: boolean }

export const BlockRows = memo(
  function BlockRows({ block, look }: BlockProps) {
    return (
      <div data-block={block.index}>
        {block.rows.map((line, index) => {
          const before = block.rows[index - 1]
          const apart = look.sparse && before !== undefined && line.id !== before.id + 1
          return (
            <Row key={line.id} line={line} look={look} apart={apart} current={line.id === look.current} />
          )
        })}
      </div>
    )
  },
  (before, after) =>
    before.block.index === after.block.index &&
    before.size === after.size &&
    before.firstId === after.firstId &&
    before.block.rows.at(-1) === after.block.rows.at(-1) &&
    before.block.rows[0] === after.block.rows[0] &&
    !before.current &&
    !after.current &&
    sameLook(before.look, after.look),
)

function sameLook(one: Look, other: Look): boolean {
  return (
    one.wrap === other.wrap &&
    one.times === other.times &&
    one.start === other.start &&
    one.pattern === other.pattern &&
    one.sparse === other.sparse
  )
}

/** Beyond this a line is cut until somebody asks for all of it. */
const shownCharacters = 2_000

type RowProps = { line: LogLine; look: Look; apart: boolean; current: boolean }

const Row = memo(function Row({ line, look, apart, current }: RowProps) {
  const words = useText(text)
  const format = useFormat()
  const [whole, setWhole] = useState(false)
  const time = timeWords(line.time, look.times, look.start)
  const cut = !whole && line.text.length > shownCharacters + 200
  return (
    <div
      data-line={line.id}
      data-level={line.level ?? undefined}
      className={cx(
        'log-line',
        line.source === 'stderr' && 'log-line--stderr',
        apart && 'log-line--apart',
        current && 'log-line--current',
      )}
    >
      {line.source === 'stderr' && <span className="ui-unseen">{words.stderr}: </span>}
      {time !== '' && (
        <time className="log-time" dateTime={line.time} title={line.time}>
          {time}
        </time>
      )}
      <LineText line={line} end={cut ? shownCharacters : line.text.length} pattern={look.pattern} />
      {cut && (
        <button type="button" className="log-more" onClick={() => setWhole(true)}>
          {words.showAll(format.whole(line.text.length))}
        </button>
      )}
      {'\n'}
    </div>
  )
})
