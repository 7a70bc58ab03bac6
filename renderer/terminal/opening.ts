import { useRef, useState, type RefObject } from 'react'
import { useText } from '../i18n'
import { latest, useAction, useClient, useHostFacts } from '../state'
import { showToast } from '../ui'
import { onMac, opensLinks } from './keys'
import type { CardPlace } from './link-card'
import type { ShownLink } from './link-provider'
import type { LinkTarget } from './links'
import type { Screen } from './screen'
import { screenText } from './screen.text'

export type Opening = {
  card: { link: ShownLink; at: CardPlace } | null
  closeCard: () => void
  /** Under the pointer now. */
  hovered: RefObject<ShownLink | null>
  onHover: (link: ShownLink | null) => void
  onClick: (link: ShownLink, event: MouseEvent) => void
  open: (target: LinkTarget) => void
}

type OpeningOptions = {
  terminalId: string
  view: RefObject<HTMLElement | null>
  screen: RefObject<Screen | null>
  copy: (text: string) => void
}

/** A click shows where a link leads; Ctrl (Cmd) and a click opens it, unless its text says something else. */
export function useOpening({ terminalId, view, screen, copy }: OpeningOptions): Opening {
  const words = useText(screenText).link
  const client = useClient()
  const inBrowser = latest(useHostFacts())?.mode === 'headless'
  const [card, setCard] = useState<Opening['card']>(null)
  const hovered = useRef<ShownLink | null>(null)
  const toWeb = useAction(async (url: string) => {
    // A browser opens links itself; the app asks the system to.
    if (inBrowser) window.open(url, '_blank', 'noopener,noreferrer')
    else await client.host.openExternal({ url })
  })
  const toFile = useAction(async (path: string) => {
    const found = await client.terminals.reveal({ id: terminalId, path })
    if (found.is === 'revealed') return
    const told = found.is === 'here' ? found.hostPath : path
    copy(told)
    showToast({ title: found.is === 'here' ? words.hereTitle : words.insideTitle, text: told })
  })
  const open = (target: LinkTarget) => {
    setCard(null)
    if (target.is === 'web') void toWeb.run(target.address)
    else if (target.is === 'file') void toFile.run(target.path)
  }
  return {
    card,
    closeCard: () => setCard(null),
    hovered,
    onHover: (link) => {
      hovered.current = link
    },
    onClick: (link, event) => {
      const here = screen.current
      if (event.button !== 0 || here === null || here.selection() !== '') return
      const opens = opensLinks(event, onMac())
      if (opens && link.honest && link.target.is !== 'refused') return open(link.target)
      // A plain click belongs to a program that asked for the mouse.
      if (!opens && here.modes().mouse) return
      const area = view.current?.getBoundingClientRect()
      if (area === undefined) return
      const top = event.clientY - area.top
      setCard({ link, at: { left: event.clientX - area.left - 12, top, flip: top > area.height - 130 } })
    },
    open,
  }
}
