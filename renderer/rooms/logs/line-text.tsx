import type { CSSProperties } from 'react'
import { cx } from '../../ui'
import type { Colour, Style } from './ansi'
import type { LogLine } from './assembling'
import { mostMarks, rangesIn } from './matches'
import { piecesOf } from './pieces'

/** A line's text up to `end`: its own colours, and what was found. Text stays text; nothing in it becomes markup. */
export function LineText(props: { line: LogLine; end: number; pattern: RegExp | null }) {
  const { line, end, pattern } = props
  const shown = end < line.text.length ? line.text.slice(0, end) : line.text
  // Of the whole line, cut or not: that is what the pattern was tried on.
  const found = pattern === null ? [] : rangesIn(line.text, pattern, mostMarks)
  const ranges = found
    .filter(({ from }) => from < end)
    .map(({ from, to }) => ({ from, to: Math.min(to, end) }))
  if (line.spans === null && ranges.length === 0) return shown
  return piecesOf(shown, line.spans, ranges).map(({ text, style, match }, index) => {
    const dressed = style === null ? {} : dressOf(style)
    if (match)
      return (
        <mark key={index} {...dressed}>
          {text}
        </mark>
      )
    return style === null ? (
      text
    ) : (
      <span key={index} {...dressed}>
        {text}
      </span>
    )
  })
}

function dressOf(style: Style): { className: string; style: CSSProperties } {
  const [fg, bg] = style.inverse ? [style.bg ?? 'ground', style.fg ?? 'text'] : [style.fg, style.bg]
  return {
    className: cx(
      'log-styled',
      style.bold && 'log-styled--bold',
      style.dim && 'log-styled--dim',
      style.italic && 'log-styled--italic',
      style.underline && 'log-styled--underline',
      style.strike && 'log-styled--strike',
    ),
    style: {
      ...(fg === null ? {} : { color: colourOf(fg, 'text') }),
      ...(bg === null ? {} : { background: colourOf(bg, 'ground') }),
    },
  }
}

/**
 * The theme's palette for the sixteen; a colour of the program's own is drawn towards the theme's text or ground,
 * because a program chose it for a ground that may be the opposite of ours.
 */
function colourOf(colour: Colour, towards: 'text' | 'ground'): string {
  if (colour === 'text') return 'var(--text)'
  if (colour === 'ground') return 'var(--surface)'
  if (typeof colour === 'number')
    return towards === 'text'
      ? `var(--log-${colour})`
      : `color-mix(in srgb, var(--log-${colour}) 35%, var(--surface))`
  return towards === 'text'
    ? `color-mix(in oklab, ${colour} 62%, var(--text))`
    : `color-mix(in oklab, ${colour} 45%, var(--surface))`
}
