import { TriangleAlert, X } from 'lucide-react'
import { useText } from '../i18n'
import { Button, IconButton } from '../ui'
import { onMac } from './keys'
import type { ShownLink } from './link-provider'
import { visible } from './paste'
import { screenText } from './screen.text'

/** In pixels from the view's corner; `flip`: above the pointer, where there is no room below. */
export type CardPlace = { left: number; top: number; flip: boolean }

type LinkCardProps = {
  link: ShownLink
  at: CardPlace
  onOpen: () => void
  onCopy: () => void
  onClose: () => void
}

/** Where a link leads, beside it, before anything opens. */
export function LinkCard({ link, at, onOpen, onCopy, onClose }: LinkCardProps) {
  const words = useText(screenText).link
  const { target } = link
  const keys = `${onMac() ? '⌘' : 'Ctrl'}+${words.click}`
  const how = { web: words.howWeb(keys), file: words.howFile(keys), refused: words.refused }[target.is]
  return (
    <div
      className="terminal-card"
      role="dialog"
      aria-label={words.card}
      style={{
        left: `clamp(6px, ${at.left}px, max(6px, 100% - 386px))`,
        ...(at.flip ? { bottom: `calc(100% - ${at.top - 10}px)` } : { top: at.top + 14 }),
      }}
    >
      {!link.honest && (
        <div className="terminal-card-says">
          <TriangleAlert size={14} aria-hidden />
          <span>{words.says(visible(link.text).slice(0, 120))}</span>
        </div>
      )}
      <div className="terminal-card-head">
        <code className="terminal-card-address">
          {visible(target.is === 'file' ? target.path : target.address)}
        </code>
        <IconButton quiet size="sm" label={words.close} onPress={onClose}>
          <X size={13} aria-hidden />
        </IconButton>
      </div>
      <div className="terminal-card-foot">
        <span className="ui-faint ui-small ui-grow">{link.honest || target.is === 'refused' ? how : ''}</span>
        <Button size="sm" onPress={onCopy}>
          {words.copy}
        </Button>
        {target.is !== 'refused' && (
          <Button size="sm" variant="primary" onPress={onOpen}>
            {target.is === 'web' ? words.open : words.show}
          </Button>
        )}
      </div>
    </div>
  )
}
