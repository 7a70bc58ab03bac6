import { memo, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react'
import { useText } from '../../i18n'
import { cx } from '../../ui'
import { blockLines, blocksOf, windowOf, type Block, type View } from './blocks'
import type { LogLine } from './lines'
import { highlight } from './matches'
import { text } from './text'

/** What a line is taken to be before it was drawn once, in pixels. */
const usualLineHeight = 19
/** So near to the end counts as the end. */
const endPixels = 24

export type LogListHandle = { toLine: (id: number) => void; toEnd: () => void }

type LogListProps = {
  lines: readonly LogLine[]
  /** Changes whenever `lines` did. */
  version: number
  label: string
  wrap: boolean
  timestamps: boolean
  matcher: RegExp | null
  current: number | null
  following: boolean
  onFollowing: (following: boolean) => void
  handle: Ref<LogListHandle>
}

/** Fifty thousand lines, of which a few hundred are on the page. */
export function LogList(props: LogListProps) {
  const { lines, version, wrap, timestamps, following, onFollowing, current } = props
  const place = useRef<HTMLDivElement>(null)
  const sought = useRef<number | null>(null)
  const [view, setView] = useState({ top: 0, height: 0 })
  // Heights as drawn; another way of drawing begins anew.
  const manner = `${wrap} ${timestamps}`
  const [drawn, setDrawn] = useState<{ manner: string; heights: ReadonlyMap<number, number> }>({
    manner,
    heights: new Map(),
  })
  const heights = drawn.manner === manner ? drawn.heights : noHeights

  const blocks = useMemo(() => {
    // `lines` is one growing array: its version says that it changed.
    return version >= 0 ? blocksOf(lines) : []
  }, [lines, version])
  const shown: View = following ? 'end' : view
  const { from, to, above, below } = windowOf(
    blocks,
    (block) => heights.get(block.index) ?? block.lines.length * usualLineHeight,
    shown,
  )

  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    if (following) element.scrollTop = element.scrollHeight
    else if (sought.current !== null) {
      const line = element.querySelector(`[data-line="${sought.current}"]`)
      if (line === null) return
      sought.current = null
      line.scrollIntoView({ block: 'center' })
    }
  })
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const next = measured(element, blocks.slice(from, to), heights)
    if (next !== null) setDrawn({ manner, heights: next })
  }, [blocks, from, to, heights, manner])

  const onScroll = () => {
    const element = place.current
    if (element === null) return
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < endPixels
    if (atEnd !== following) onFollowing(atEnd)
    setView({ top: element.scrollTop, height: element.clientHeight })
  }
  useImperativeHandle(props.handle, () => ({
    toLine: (id) => {
      const element = place.current
      if (element === null) return
      sought.current = id
      onFollowing(false)
      const index = Math.floor(id / blockLines)
      const top = blocks
        .filter((block) => block.index < index)
        .reduce((sum, block) => sum + (heights.get(block.index) ?? block.lines.length * usualLineHeight), 0)
      setView({ top, height: element.clientHeight })
    },
    toEnd: () => onFollowing(true),
  }))
  return (
    <div
      ref={place}
      className={cx('log-list', wrap && 'log-list--wrap')}
      role="log"
      aria-live="off"
      aria-label={props.label}
      tabIndex={0}
      onScroll={onScroll}
    >
      <div style={{ height: above }} />
      {blocks.slice(from, to).map((block) => (
        <BlockRows
          key={block.index}
          block={block}
          size={block.lines.length}
          timestamps={timestamps}
          matcher={props.matcher}
          current={block.lines.some(({ id }) => id === current) ? current : null}
        />
      ))}
      <div style={{ height: below }} />
    </div>
  )
}

const noHeights: ReadonlyMap<number, number> = new Map()

/** The heights with those of the drawn blocks in them, or null when they say nothing new. */
function measured(
  place: HTMLElement,
  blocks: readonly Block[],
  known: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> | null {
  let next: Map<number, number> | null = null
  for (const block of blocks) {
    const height = place.querySelector<HTMLElement>(`[data-block="${block.index}"]`)?.offsetHeight
    if (height === undefined || height === 0 || known.get(block.index) === height) continue
    next ??= new Map(known)
    next.set(block.index, height)
  }
  return next
}

type BlockRowsProps = {
  block: Block
  size: number
  timestamps: boolean
  matcher: RegExp | null
  current: number | null
}

const BlockRows = memo(
  function BlockRows({ block, timestamps, matcher, current }: BlockRowsProps) {
    const words = useText(text)
    return (
      <div data-block={block.index}>
        {block.lines.map((line) => (
          <div
            key={line.id}
            data-line={line.id}
            className={cx(
              'log-line',
              line.source === 'stderr' && 'log-line--stderr',
              line.id === current && 'log-line--current',
            )}
          >
            {line.source === 'stderr' && <span className="ui-unseen">{words.stderr}: </span>}
            {timestamps && line.time !== '' && (
              <time className="log-time" dateTime={line.time} title={line.time}>
                {briefTime(line.time)}
              </time>
            )}
            {matcher === null
              ? line.text
              : highlight(line.text, matcher).map((part, index) =>
                  part.match ? <mark key={index}>{part.text}</mark> : part.text,
                )}
            {'\n'}
          </div>
        ))}
      </div>
    )
  },
  // A block is cut anew at every change of the list; it says the same as long as these do.
  (before, after) =>
    before.block.index === after.block.index &&
    before.size === after.size &&
    before.block.lines[0]?.id === after.block.lines[0]?.id &&
    before.timestamps === after.timestamps &&
    before.matcher === after.matcher &&
    before.current === after.current,
)

/** To the millisecond, in the engine's own zone. */
function briefTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 23).replace(/[Z+].*$/, '')}`
}
