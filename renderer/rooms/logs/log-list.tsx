import {
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react'
import { cx } from '../../ui'
import type { LogLine } from './assembling'
import { blocksOf, windowOf, type Block } from './blocks'
import { BlockRows, type Look } from './log-block'

/** What a line is taken to be before it was drawn once, in pixels. */
const usualLineHeight = 19
/** So near to the end counts as the end; so near to the beginning, as asking for what is before it. */
const endPixels = 24
const beginningPixels = 200

export type LogListHandle = { toLine: (id: number) => void; focus: () => void }

type LogListProps = {
  rows: readonly LogLine[]
  first: number
  /** Changes whenever the rows did. */
  version: number
  label: string
  look: Look
  /** Above the first row. */
  head: ReactNode
  following: boolean
  onFollowing: (following: boolean) => void
  /** The person came to the first row. */
  onBeginning: () => void
  handle: Ref<LogListHandle>
}

/** A row and how far its upper edge is below the window's: what must not move while rows come and go above it. */
type Anchor = { line: number; offset: number }

/** Two hundred thousand lines, of which a few hundred are on the page. */
export function LogList(props: LogListProps) {
  const { rows, first, version, look, following } = props
  const place = useRef<HTMLDivElement>(null)
  const [anchor, setAnchor] = useState<Anchor>({ line: -Infinity, offset: 0 })
  const [windowHeight, setWindowHeight] = useState(600)
  // Heights as drawn; another way of drawing begins anew.
  const manner = `${look.wrap} ${look.times} ${look.sparse}`
  const [drawn, setDrawn] = useState<{ manner: string; heights: ReadonlyMap<number, number> }>({
    manner,
    heights: new Map(),
  })
  const heights = drawn.manner === manner ? drawn.heights : noHeights
  const heightOf = (block: Block) => heights.get(block.index) ?? block.rows.length * usualLineHeight

  const blocks = useMemo(() => {
    // `rows` is one growing array: its version says that it changed.
    return version >= 0 ? blocksOf(rows, first) : []
  }, [rows, first, version])
  const view = following ? 'end' : { line: anchor.line }
  const { from, to, above, below } = windowOf(blocks, heightOf, view, windowHeight)

  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const next = measured(element, blocks.slice(from, to), heights)
    if (next !== null) setDrawn({ manner, heights: next })
  }, [blocks, from, to, heights, manner])
  // After every drawing: whatever changed, the end stays the end, and what was read stays where it was.
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    if (following) element.scrollTop = element.scrollHeight
    else keepInPlace(element, anchor)
  })
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const sizes = new ResizeObserver(() => setWindowHeight(element.clientHeight))
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])

  const onScroll = () => {
    const element = place.current
    if (element === null) return
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < endPixels
    if (atEnd !== following) props.onFollowing(atEnd)
    if (atEnd) return
    const next = anchorAt(element) ?? guessAt(element.scrollTop, blocks, heightOf)
    if (next !== null && (next.line !== anchor.line || next.offset !== anchor.offset)) setAnchor(next)
    if (element.scrollTop < beginningPixels) props.onBeginning()
  }
  useImperativeHandle(props.handle, () => ({
    toLine: (line) => {
      setAnchor({ line, offset: Math.round((place.current?.clientHeight ?? 0) / 3) })
      props.onFollowing(false)
    },
    focus: () => place.current?.focus(),
  }))
  return (
    <div
      ref={place}
      className={cx('log-list', look.wrap && 'log-list--wrap')}
      role="log"
      aria-live="off"
      aria-label={props.label}
      tabIndex={0}
      onScroll={onScroll}
    >
      {props.head}
      <div style={{ height: above }} />
      {blocks.slice(from, to).map((block) => (
        <BlockRows
          key={block.index}
          block={block}
          size={block.rows.length}
          firstId={block.rows[0]?.id ?? 0}
          look={look}
          current={block.rows.some(({ id }) => id === look.current)}
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

/** The first row in the window, if one is drawn there. */
function anchorAt(place: HTMLElement): Anchor | null {
  const box = place.getBoundingClientRect()
  const line = document.elementFromPoint(box.left + 12, box.top + 2)?.closest<HTMLElement>('[data-line]')
  if (!line || !place.contains(line)) return null
  return { line: Number(line.dataset['line']), offset: line.getBoundingClientRect().top - box.top }
}

/** Where nothing is drawn yet: the block whose place it is. */
function guessAt(top: number, blocks: readonly Block[], heightOf: (block: Block) => number): Anchor | null {
  let y = 0
  for (const block of blocks) {
    const height = heightOf(block)
    const line = block.rows[0]?.id
    if (y + height > top && line !== undefined) return { line, offset: y - top }
    y += height
  }
  return null
}

/** Rows above it may have come, gone or turned out to be higher than was thought. */
function keepInPlace(place: HTMLElement, { line, offset }: Anchor): void {
  const element = place.querySelector(`[data-line="${line}"]`)
  if (element === null) return
  const moved = element.getBoundingClientRect().top - place.getBoundingClientRect().top - offset
  if (Math.abs(moved) >= 1) place.scrollTop += moved
}
