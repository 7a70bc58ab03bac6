import { ClipboardPaste, Copy, Eraser, ExternalLink, FolderSearch, Search, TextSelect } from 'lucide-react'
import { useText } from '../i18n'
import type { MenuEntry } from '../ui'
import { ContextMenu, type ContextEntry } from './context-menu'
import { onMac } from './keys'
import type { ShownLink } from './link-provider'
import type { LinkTarget } from './links'
import { screenText } from './screen.text'

type ScreenMenuProps = {
  at: { left: number; top: number }
  /** As it was when the menu was asked for. */
  has: { selection: string; link: ShownLink | null }
  extra: MenuEntry[]
  copy: (text: string) => void
  open: (target: LinkTarget) => void
  paste: () => void
  find: () => void
  selectAll: () => void
  clear: () => void
  onClose: () => void
}

const size = 14

/** What can be done with a screen, at the pointer. */
export function ScreenMenu(props: ScreenMenuProps) {
  const words = useText(screenText).menu
  const { has, extra } = props
  const chord = onMac() ? '⌘' : 'Ctrl+Shift+'
  const entries: ContextEntry[] = [
    ...(has.link === null ? [] : linkEntries(words, has.link.target, props)),
    {
      key: 'copy',
      label: words.copy,
      icon: <Copy size={size} aria-hidden />,
      keys: `${chord}C`,
      disabled: has.selection === '',
      run: () => props.copy(has.selection),
    },
    {
      key: 'paste',
      label: words.paste,
      icon: <ClipboardPaste size={size} aria-hidden />,
      keys: `${chord}V`,
      run: props.paste,
    },
    {
      key: 'select-all',
      label: words.selectAll,
      icon: <TextSelect size={size} aria-hidden />,
      run: props.selectAll,
    },
    'line',
    {
      key: 'find',
      label: words.find,
      icon: <Search size={size} aria-hidden />,
      keys: `${chord}F`,
      run: props.find,
    },
    {
      key: 'clear',
      label: words.clear,
      icon: <Eraser size={size} aria-hidden />,
      run: props.clear,
    },
    ...(extra.length > 0 ? (['line', ...extra] as const) : []),
  ]
  return <ContextMenu at={props.at} entries={entries} onClose={props.onClose} />
}

type Words = Record<'copyPath' | 'copyAddress' | 'openLink' | 'showFile', string>

function linkEntries(
  words: Words,
  target: LinkTarget,
  { copy, open }: Pick<ScreenMenuProps, 'copy' | 'open'>,
): ContextEntry[] {
  const copying: ContextEntry = {
    key: 'copy-link',
    label: target.is === 'file' ? words.copyPath : words.copyAddress,
    icon: <Copy size={size} aria-hidden />,
    run: () => copy(target.is === 'file' ? target.path : target.address),
  }
  if (target.is === 'refused') return [copying, 'line']
  const icon =
    target.is === 'web' ? <ExternalLink size={size} aria-hidden /> : <FolderSearch size={size} aria-hidden />
  const label = target.is === 'web' ? words.openLink : words.showFile
  return [{ key: 'open-link', label, icon, run: () => open(target) }, copying, 'line']
}
