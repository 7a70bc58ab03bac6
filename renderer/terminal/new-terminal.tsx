import { ChevronDown, Plus } from 'lucide-react'
import { useText } from '../i18n'
import { IconButton, Menu, type MenuEntry } from '../ui'
import { paneEntries, type PaneDeeds } from './pane-menu'
import { keysOf, type KeyMode } from './shortcuts'
import { text } from './text'

type NewTerminalProps = {
  pending: boolean
  mode: KeyMode
  onOpen: () => void
  onOpenWith: () => void
  /** null: there is no terminal. */
  deeds: PaneDeeds | null
}

/** At the end of the tabs: a new terminal at once, and everything that arranges them one menu away. */
export function NewTerminal(props: NewTerminalProps) {
  const words = useText(text)
  const { mode, deeds } = props
  const entries: MenuEntry[] = [
    { key: 'open', label: words.open, keys: keysOf('open', mode), run: props.onOpen },
    { key: 'with', label: words.openWith, run: props.onOpenWith },
  ]
  if (deeds !== null) entries.push('line', ...paneEntries(words, deeds, mode))
  return (
    <div className="terminal-new">
      <IconButton size="sm" label={words.open} pending={props.pending} onPress={props.onOpen}>
        <Plus size={14} aria-hidden />
      </IconButton>
      <Menu label={words.more} entries={entries}>
        <IconButton size="sm" quiet label={words.more} className="terminal-more">
          <ChevronDown size={12} aria-hidden />
        </IconButton>
      </Menu>
    </div>
  )
}
