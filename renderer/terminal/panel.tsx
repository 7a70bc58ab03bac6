import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'
import { Plus, SquareTerminal } from 'lucide-react'
import type { Terminal, TerminalTarget } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { latest, useAction, useClient, useSettings, useTerminals } from '../state'
import { Button, EmptyState, IconButton, RefusalView, Spinner } from '../ui'
import { Ending } from './ending'
import { measure } from './screen'
import { labelledBy, panelId, TabStrip } from './tab-strip'
import { text } from './text'
import { lookOf } from './theme'
import { TerminalView, useFont } from './view'
import './terminal.css'

/** The terminals of one container, or of the host, in tabs. The first one opens by itself when the panel is first seen. */
export function TerminalPanel(props: { target: TerminalTarget }) {
  const key = props.target.is === 'host' ? 'host' : props.target.containerId
  return <Panel key={key} target={props.target} />
}

function Panel({ target }: { target: TerminalTarget }) {
  const words = useText(text)
  const known = latest(useTerminals())
  const terminals = (known ?? []).filter((terminal) => isOf(terminal, target))
  const [wanted, setWanted] = useState<string | null>(null)
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map())
  const stage = useRef<HTMLDivElement>(null)
  const { open, close } = useVerbs(target, stage, setWanted)
  const selected = terminals.find(({ id }) => id === wanted) ?? terminals.at(-1)
  const refusal = open.state.is === 'refused' ? open.state.refusal : null

  useFirstLook(stage, known !== null, () => {
    if (terminals.length === 0 && !open.pending) void open.run()
  })

  const closeTab = (id: string) => {
    const at = terminals.findIndex((terminal) => terminal.id === id)
    if (selected?.id === id) setWanted((terminals[at + 1] ?? terminals[at - 1])?.id ?? null)
    void close.run(id)
  }
  return (
    <section className="terminal-panel" aria-label={words.terminals}>
      <TabStrip
        terminals={terminals}
        titles={titles}
        selected={selected?.id ?? null}
        onSelect={setWanted}
        onClose={closeTab}
      >
        <IconButton size="sm" label={words.open} pending={open.pending} onPress={() => void open.run()}>
          <Plus size={14} aria-hidden />
        </IconButton>
      </TabStrip>
      <div ref={stage} className="terminal-stage">
        {terminals.map((terminal) => (
          <div
            key={terminal.id}
            id={panelId(terminal.id)}
            role="tabpanel"
            aria-labelledby={labelledBy(terminal.id)}
            className="terminal-page"
            hidden={terminal.id !== selected?.id}
          >
            <TerminalView
              terminalId={terminal.id}
              active={terminal.id === selected?.id}
              onTitle={(title) => setTitles((all) => new Map(all).set(terminal.id, title))}
            />
            <Ending
              terminal={terminal}
              onAnother={() => void open.run()}
              onClose={() => closeTab(terminal.id)}
            />
          </div>
        ))}
        {refusal !== null && (
          <div className="terminal-refusal">
            <RefusalView
              refusal={refusal}
              extra={
                <>
                  <Button size="sm" onPress={() => void open.run()}>
                    {words.openAgain}
                  </Button>
                  <Button size="sm" onPress={open.reset}>
                    {words.closeThis}
                  </Button>
                </>
              }
            />
          </div>
        )}
        {terminals.length === 0 && refusal === null && (
          <div className="terminal-empty">
            {known === null || open.pending ? (
              <span className="ui-row" role="status">
                <Spinner /> {known === null ? words.connecting : words.opening}
              </span>
            ) : (
              <EmptyState
                icon={<SquareTerminal aria-hidden />}
                title={target.is === 'host' ? words.emptyHost : words.emptyContainer}
                text={words.emptyText}
                action={
                  <Button variant="primary" onPress={() => void open.run()}>
                    {words.open}
                  </Button>
                }
              />
            )}
          </div>
        )}
      </div>
    </section>
  )
}

function useVerbs(
  target: TerminalTarget,
  stage: RefObject<HTMLDivElement | null>,
  onOpened: (id: string) => void,
) {
  const client = useClient()
  const font = useFont()
  const carrier = latest(useSettings())?.settings.terminal.carrier ?? 'engine'
  const open = useAction(
    async () => {
      const size = stage.current
        ? measure(stage.current, lookOf(document.documentElement), font)
        : { cols: 80, rows: 24 }
      const terminal = await client.terminals.open({ target, carrier, ...size })
      onOpened(terminal.id)
    },
    { tell: 'inline' },
  )
  const close = useAction((id: string) => client.terminals.close({ id }))
  return { open, close }
}

/** Runs `look` once, when the panel is really seen (a hidden one has no size to open a shell in). */
function useFirstLook(stage: RefObject<HTMLDivElement | null>, ready: boolean, look: () => void) {
  const looked = useRef(false)
  const onSeen = useEffectEvent(look)
  useEffect(() => {
    const element = stage.current
    if (!ready || element === null || looked.current) return
    const observer = new ResizeObserver(() => {
      if (looked.current || element.clientWidth === 0) return
      looked.current = true
      onSeen()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [ready, stage])
}

function isOf(terminal: Terminal, target: TerminalTarget): boolean {
  if (target.is === 'host') return terminal.target.is === 'host'
  return terminal.target.is === 'container' && terminal.target.containerId === target.containerId
}
