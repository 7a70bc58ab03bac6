import { Copy, ExternalLink, PanelBottom, PanelRight, RotateCw } from 'lucide-react'
import type { Container } from '../../../shared/contract/containers'
import { useLanguage, useText } from '../../i18n'
import { latest, useAction, useClient, useHostFacts } from '../../state'
import { IconButton, showToast, StatusDot } from '../../ui'
import { stateWords, toneOf } from '../containers'
import type { PanelTab } from './bottom-panel'
import { toggleSide } from './layout'
import { text } from './text'

type ToolbarProps = {
  container: Container | null
  name: string
  /** JupyterLab is on the stage. */
  open: boolean
  panel: PanelTab | null
  /** The panel is all there is: no switch for it. */
  fixedPanel: boolean
  side: boolean
  onReload: () => void
  onPanel: () => void
}

export function Toolbar(props: ToolbarProps) {
  const { container } = props
  const words = useText(text)
  const language = useLanguage()
  const icon = { size: 15, 'aria-hidden': true } as const
  return (
    <div className="ws-bar">
      {container && <StatusDot tone={toneOf(container)} hollow={toneOf(container) === 'neutral'} />}
      <h1 className="ui-truncate" title={props.name}>
        {props.name}
      </h1>
      {container && (
        <span className="ui-truncate ui-muted" title={container.image}>
          {stateWords(container, language)} · {container.image}
        </span>
      )}
      <span className="ui-grow" />
      {container && props.open && <AddressButtons containerId={container.id} />}
      {props.open && (
        <IconButton size="sm" label={words.reload} onPress={props.onReload}>
          <RotateCw {...icon} />
        </IconButton>
      )}
      {!props.fixedPanel && (
        <IconButton
          size="sm"
          label={props.panel === null ? words.showTerminal : words.hideTerminal}
          aria-pressed={props.panel !== null}
          isDisabled={container === null}
          onPress={props.onPanel}
        >
          <PanelBottom {...icon} />
        </IconButton>
      )}
      <IconButton
        size="sm"
        label={props.side ? words.hideSide : words.showSide}
        aria-pressed={props.side}
        onPress={toggleSide}
      >
        <PanelRight {...icon} />
      </IconButton>
    </div>
  )
}

/** The address holds the token: it is asked for only when a person wants it, and never kept. */
function AddressButtons({ containerId }: { containerId: string }) {
  const words = useText(text)
  const client = useClient()
  const desktop = latest(useHostFacts())?.mode === 'desktop'
  const open = useAction(async () => {
    if (!desktop) {
      // In the person's own browser the proxied address works through the same tunnel, and needs no token.
      const view = await client.jupyter.open({ containerId })
      window.open(view.url, '_blank', 'noopener')
      return
    }
    const { url } = await client.jupyter.address({ containerId })
    await client.host.openExternal({ url })
  })
  const copy = useAction(async () => {
    const { url } = await client.jupyter.address({ containerId })
    try {
      await navigator.clipboard.writeText(url)
      showToast({ tone: 'good', title: words.addressCopied })
    } catch (error) {
      showToast({ tone: 'bad', title: words.noClipboard, text: String(error) })
    }
  })
  return (
    <>
      <IconButton size="sm" label={words.copyAddress} pending={copy.pending} onPress={() => void copy.run()}>
        <Copy size={15} aria-hidden />
      </IconButton>
      <IconButton
        size="sm"
        label={words.openInBrowser}
        pending={open.pending}
        onPress={() => void open.run()}
      >
        <ExternalLink size={15} aria-hidden />
      </IconButton>
    </>
  )
}
