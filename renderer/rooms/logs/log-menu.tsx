import { useEffect, useState } from 'react'
import { Copy, Ellipsis, Eraser, FileClock, FileDown } from 'lucide-react'
import { useFormat, useText } from '../../i18n'
import { IconButton, Menu, showToast } from '../../ui'
import type { LogLine } from './assembling'
import type { Look } from './log-block'
import type { Log } from './session'
import { text } from './text'
import { timeWords } from './times'

type LogMenuProps = {
  log: Log
  look: Look
  saving: boolean
  onSave: (timestamps: boolean) => void
  onClear: () => void
  /** The lines at hand, filtered out or not. */
  all: () => readonly LogLine[]
}

export function LogMenu(props: LogMenuProps) {
  const words = useText(text)
  const format = useFormat()
  const selected = useSelection()
  const { log, look } = props
  const copy = async (what: string, title: string) => {
    try {
      await navigator.clipboard.writeText(what)
      showToast({ tone: 'good', title })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      showToast({ tone: 'bad', title: words.copyFailed, text: reason })
    }
  }
  const copyLines = (lines: readonly LogLine[]) =>
    copy(lines.map((line) => written(line, look)).join('\n'), words.copied(format.whole(lines.length)))
  const icon = <Copy size={14} aria-hidden />
  const filtered = log.rows.length < log.lines
  return (
    <Menu
      label={words.more}
      entries={[
        {
          ...{ key: 'selection', icon, label: words.copySelection, disabled: selected === '' },
          run: () => void copy(selected, words.copiedSelection),
        },
        ...(filtered
          ? [
              {
                ...{ key: 'shown', icon, label: words.copyShown(format.whole(log.rows.length)) },
                run: () => void copyLines(log.rows),
              },
            ]
          : []),
        {
          ...{ key: 'all', icon, label: words.copyAll(format.whole(log.lines)), disabled: log.lines === 0 },
          run: () => void copyLines(props.all()),
        },
        'line',
        {
          ...{ key: 'save', icon: <FileDown size={14} aria-hidden />, label: words.save },
          disabled: props.saving,
          run: () => props.onSave(false),
        },
        {
          ...{ key: 'timed', icon: <FileClock size={14} aria-hidden />, label: words.saveTimed },
          disabled: props.saving,
          run: () => props.onSave(true),
        },
        'line',
        {
          ...{ key: 'clear', icon: <Eraser size={14} aria-hidden />, label: words.clearView },
          disabled: log.rows.length === 0,
          run: props.onClear,
        },
      ]}
    >
      <IconButton size="sm" quiet label={words.more} pending={props.saving}>
        <Ellipsis size={15} aria-hidden />
      </IconButton>
    </Menu>
  )
}

function written(line: LogLine, { times, start }: Look): string {
  const time = timeWords(line.time, times, start)
  return time === '' ? line.text : `${time} ${line.text}`
}

/** The text selected inside a log; '' when none is, or when it stands elsewhere. */
function useSelection(): string {
  const [selected, setSelected] = useState('')
  useEffect(() => {
    const read = () => {
      const selection = document.getSelection()
      const node = selection?.anchorNode
      const within = (node instanceof Element ? node : node?.parentElement)?.closest('.log-list')
      setSelected(within ? (selection?.toString() ?? '') : '')
    }
    document.addEventListener('selectionchange', read)
    return () => document.removeEventListener('selectionchange', read)
  }, [])
  return selected
}
