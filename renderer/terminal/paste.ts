// What is done with a pasted text before it is sent: what it may break is taken out or asked about.
import { visibleLines } from '../../shared/model/visible'

export type PastePlan =
  | { is: 'send'; data: string }
  | {
      is: 'ask'
      /** Lines that run as commands. */
      lines: number
      /** Control characters that programs take for keys (Ctrl+C, Escape…). */
      controls: number
      /** The beginning, control characters made visible. */
      preview: string
      /** The text is longer than the preview. */
      more: boolean
      /** What to send: without the control characters, or all of it. */
      clean: string
      whole: string
    }

/** Everything a keyboard's text does not have: C0 without tab and new line, DEL, C1. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

const previewLines = 8
const previewColumns = 160

/**
 * `bracketed`: the program asked to be told what is pasted (DECSET 2004); it runs nothing by itself, so nothing is asked.
 * Control characters are taken out then: with ESC [ 201 ~ in it a text would end its own bracket and run the rest.
 * `warn`: the setting. Control characters are asked about even without it.
 */
export function planPaste(text: string, options: { bracketed: boolean; warn: boolean }): PastePlan {
  const whole = text.replace(/\r?\n/g, '\r')
  const clean = whole.replace(controls, '')
  if (options.bracketed) return { is: 'send', data: `\u001b[200~${clean}\u001b[201~` }
  const count = whole.length - clean.length
  const lines = commandLines(clean)
  if (count === 0 && (lines === 0 || !options.warn)) return { is: 'send', data: whole }
  return { is: 'ask', lines, controls: count, ...previewOf(whole), clean, whole }
}

/** How many lines would run: each one that Enter follows, and the last one among several. 0 for text without a line's end. */
function commandLines(text: string): number {
  let ends = 0
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) ends += 1
  if (ends === 0) return 0
  return text.endsWith('\r') ? ends : ends + 1
}

function previewOf(text: string): { preview: string; more: boolean } {
  // A line of ten million characters must not be split as a whole.
  const beginning = text.slice(0, previewLines * previewColumns * 4)
  const lines = beginning.replace(/\r$/, '').split('\r')
  const shown = lines.slice(0, previewLines).map((line) => line.slice(0, previewColumns))
  const more =
    beginning.length < text.length ||
    lines.length > previewLines ||
    lines.some((line) => line.length > previewColumns)
  return { preview: shown.map(visible).join('\n'), more }
}

/**
 * Control characters as the pictures Unicode has for them: ␛ for Escape, ␃ for Ctrl+C. What else is not seen, or turns the
 * direction of writing so that another command is read than the one that runs, stands there as `\u{…}`.
 */
export function visible(text: string): string {
  const pictured = text.replace(controls, (character) => {
    const code = character.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
  return visibleLines(pictured)
}
