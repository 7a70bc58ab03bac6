// How often a screen is drawn. A flood is parsed as fast as it comes, but nobody reads sixty pages of it a second, and each
// drawing costs as much as parsing a hundred kilobytes: while it lasts, fewer frames are drawn. What is typed is drawn at once.
import type { Terminal as Xterm } from '@xterm/xterm'

const floodMilliseconds = 50

type RefreshRows = (start: number, end: number, isRedrawOnly?: boolean) => void
type Place = [column: number, row: number] | undefined
type ShowSelection = (start: Place, end: Place, isColumns: boolean) => void
type Inside = {
  _renderService: {
    refreshRows: RefreshRows
    /** Told at each frame that scrolls; with the DOM renderer it draws every row, whether anything is selected or not. */
    handleSelectionChanged: ShowSelection
  }
  /** Puts the hidden input field where the cursor is; each time, the page is laid out anew. */
  _syncTextArea: () => void
}

export type Frames = { dispose: () => void }

/**
 * `isFlooding` is asked at each change of the screen. xterm.js has no public way to this (its own pause is for screens that
 * nobody sees), so where its inside looks different, every frame is drawn as before.
 */
export function paceFrames(xterm: Xterm, isFlooding: () => boolean): Frames {
  const core = insideOf(xterm)
  if (core === null) return { dispose: () => undefined }
  const service = core._renderService
  const refreshRows = service.refreshRows.bind(service)
  const showSelection = service.handleSelectionChanged.bind(service)
  const placeInput = core._syncTextArea.bind(core)
  let isInputBehind = false
  let isSelected = false
  let selection: Parameters<ShowSelection> | null = null
  const { pace, dispose } = createPace((start, end, isRedrawOnly) => {
    refreshRows(start, end, isRedrawOnly)
    if (isInputBehind) placeInput()
    isInputBehind = false
    if (selection !== null) showSelection(...selection)
    selection = null
  }, isFlooding)
  service.refreshRows = pace
  service.handleSelectionChanged = (...next) => {
    const wasSelected = isSelected
    isSelected = next[0] !== undefined && next[1] !== undefined
    // Nothing to show and nothing to take away: rows that changed are drawn without this.
    if (!isSelected && !wasSelected) return
    selection = next
    pace(0, 0, true)
  }
  core._syncTextArea = () => {
    isInputBehind = isFlooding()
    if (!isInputBehind) placeInput()
  }
  return { dispose }
}

/** Pure of xterm.js: `draw` is what it would have called. Rows are gathered until they are drawn; none is left out. */
export function createPace(
  draw: RefreshRows,
  isFlooding: () => boolean,
): { pace: RefreshRows; dispose: () => void } {
  let waiting: { start: number; end: number; isRedrawOnly: boolean } | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let drawnAt = -Infinity

  const stop = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const flush = () => {
    stop()
    if (waiting === null) return
    const { start, end, isRedrawOnly } = waiting
    waiting = null
    drawnAt = performance.now()
    draw(start, end, isRedrawOnly)
  }

  return {
    pace(start, end, isRedrawOnly = false) {
      waiting = {
        start: Math.min(start, waiting?.start ?? start),
        end: Math.max(end, waiting?.end ?? end),
        isRedrawOnly: isRedrawOnly && (waiting?.isRedrawOnly ?? true),
      }
      if (!isFlooding()) return flush()
      timer ??= setTimeout(flush, Math.max(0, drawnAt + floodMilliseconds - performance.now()))
    },
    dispose: stop,
  }
}

function insideOf(xterm: Xterm): Inside | null {
  const { _core: core } = xterm as unknown as { _core?: Partial<Inside> }
  const isKnown =
    typeof core?._renderService?.refreshRows === 'function' &&
    typeof core._renderService.handleSelectionChanged === 'function' &&
    typeof core._syncTextArea === 'function'
  return isKnown ? (core as Inside) : null
}
