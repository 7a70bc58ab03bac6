// Which keys are the terminal's own; every other one goes to the program in it.

export type KeyCommand = 'copy' | 'paste' | 'find' | 'zoom-in' | 'zoom-out' | 'zoom-reset'

export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey' | 'isComposing'
>

const letters: Record<string, KeyCommand> = { c: 'copy', v: 'paste', f: 'find' }

/** `mac`: there Cmd does what Ctrl+Shift does elsewhere. Keys of an input method's composition are never a command. */
export function keyCommand(press: KeyPress, mac: boolean): KeyCommand | null {
  // 'Process': an input method has the key, before its composition has begun.
  if (press.isComposing || press.key === 'Process' || press.altKey) return null
  const held = mac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey
  if (!held) return null
  // Ctrl+_ (Shift and minus) is undo in a shell: only the bare key zooms out.
  if (press.key === '=' || press.key === '+') return 'zoom-in'
  if (press.key === '-' && !press.shiftKey) return 'zoom-out'
  if (press.key === '0' && !press.shiftKey) return 'zoom-reset'
  if (press.shiftKey === mac) return null
  return letters[letterOf(press)] ?? null
}

/** The letter on the key as it is labelled; where a layout has other letters (Cyrillic), the one at its place. */
function letterOf({ key, code }: KeyPress): string {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, '').toLowerCase()
}

/** As on every terminal: Ctrl (Cmd on a Mac) opens, a plain click does not. */
export function opensLinks(event: { ctrlKey: boolean; metaKey: boolean }, mac: boolean): boolean {
  return mac ? event.metaKey : event.ctrlKey
}

export const onMac = () => /mac/i.test(navigator.platform)
