// What can be done with a pane and with a tab, as menus list it.
import type { useText } from '../i18n'
import type { MenuEntry } from '../ui'
import { keysOf, type KeyMode } from './shortcuts'
import type { text } from './text'

type Words = ReturnType<typeof useText<(typeof text)['en']>>

export type PaneDeeds = {
  split: (along: 'row' | 'column') => void
  maximise: () => void
  toOwnTab: () => void
  rename: () => void
  close: () => void
  /** Others stand in the same tab. */
  several: boolean
  maximised: boolean
}

export function splitEntries(words: Words, deeds: PaneDeeds, mode: KeyMode): MenuEntry[] {
  const alone: MenuEntry[] = [
    { key: 'row', label: words.splitRight, keys: keysOf('row', mode), run: () => deeds.split('row') },
    { key: 'column', label: words.splitDown, keys: keysOf('column', mode), run: () => deeds.split('column') },
  ]
  if (!deeds.several) return alone
  const maximise = deeds.maximised ? words.restore : words.maximise
  return [
    ...alone,
    { key: 'maximise', label: maximise, keys: keysOf('maximise', mode), run: deeds.maximise },
    { key: 'own-tab', label: words.ownTab, run: deeds.toOwnTab },
  ]
}

export function paneEntries(words: Words, deeds: PaneDeeds, mode: KeyMode): MenuEntry[] {
  return [
    ...splitEntries(words, deeds, mode),
    'line',
    { key: 'rename', label: words.rename, run: deeds.rename },
    { key: 'close', label: words.closeThis, keys: keysOf('close', mode), run: deeds.close },
  ]
}

/** A tab's own menu: `at` of `of` tabs. */
export function tabEntries(
  words: Words,
  deeds: PaneDeeds & { move: (step: 1 | -1) => void; closeOthers: () => void },
  { at, of, mode }: { at: number; of: number; mode: KeyMode },
): MenuEntry[] {
  return [
    { key: 'rename', label: words.rename, keys: 'F2', run: deeds.rename },
    'line',
    ...splitEntries(words, deeds, mode),
    'line',
    { key: 'left', label: words.moveLeft, disabled: at === 0, run: () => deeds.move(-1) },
    { key: 'right', label: words.moveRight, disabled: at === of - 1, run: () => deeds.move(1) },
    'line',
    { key: 'close', label: words.closeThis, keys: keysOf('close', mode), run: deeds.close },
    { key: 'close-others', label: words.closeOthers, disabled: of === 1, run: deeds.closeOthers },
  ]
}
