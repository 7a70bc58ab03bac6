// The keys that arrange terminals, read from an event and written in a menu. Which ones there are depends on who else listens:
// a browser keeps Ctrl+Shift+T, Ctrl+Shift+W and Ctrl+PageUp/PageDown to itself, so there the same is on Alt.
import type { Direction } from './layout-places'

export type TerminalCommand =
  | { is: 'open' }
  | { is: 'close' }
  | { is: 'split'; along: 'row' | 'column' }
  | { is: 'focus'; direction: Direction }
  | { is: 'tab'; step: 1 | -1 }
  | { is: 'move-tab'; step: 1 | -1 }
  | { is: 'maximise' }
  | { is: 'menu' }

/** Where the keys are pressed: in the desktop app's own window, or in a browser that has keys of its own. */
export type KeyMode = 'desktop' | 'browser'

export type Key = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>

const letters: Partial<Record<string, TerminalCommand>> = {
  t: { is: 'open' },
  w: { is: 'close' },
  e: { is: 'split', along: 'row' },
  o: { is: 'split', along: 'column' },
  m: { is: 'menu' },
}
const arrows: Partial<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const pages: Partial<Record<string, 1 | -1>> = { PageDown: 1, PageUp: -1 }

/**
 * null: the key belongs to the program in the terminal. `panes` of the tab: with one alone Alt and an arrow move nothing,
 * and the program has them.
 */
export function commandOf(
  key: Key,
  { mode, panes }: { mode: KeyMode; panes: number },
): TerminalCommand | null {
  // 'Process': an input method has it, before its composition has begun.
  if (key.isComposing || key.key === 'Process') return null
  const control = (key.ctrlKey || key.metaKey) && !key.altKey
  const alone = key.altKey && !key.ctrlKey && !key.metaKey
  const page = pages[key.key]
  if (page !== undefined) {
    if (control) return { is: key.shiftKey ? 'move-tab' : 'tab', step: page }
    return alone && mode === 'browser' ? { is: key.shiftKey ? 'move-tab' : 'tab', step: page } : null
  }
  const direction = arrows[key.key]
  if (direction !== undefined) return alone && !key.shiftKey && panes > 1 ? { is: 'focus', direction } : null
  if (!key.shiftKey || !(control || (alone && mode === 'browser'))) return null
  if (key.key === 'Enter') return control && panes > 1 ? { is: 'maximise' } : null
  return letters[letterOf(key)] ?? null
}

/** As a person would look for it on the keyboard. */
export function keysOf(command: 'open' | 'close' | 'row' | 'column' | 'maximise', mode: KeyMode): string {
  const own = { open: 'T', close: 'W', row: 'E', column: 'O', maximise: 'Enter' }[command]
  const taken = mode === 'browser' && (command === 'open' || command === 'close')
  return `${taken ? 'Alt' : 'Ctrl'}+Shift+${own}`
}

/** As it is labelled; on a layout without Latin letters, the one at its place. */
function letterOf({ key, code }: Key): string {
  return (/^[a-z]$/i.test(key) ? key : code.replace(/^Key/, '')).toLowerCase()
}
