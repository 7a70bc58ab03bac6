import { useEffect, useEffectEvent, useId, useRef, useState, type RefObject } from 'react'
import type { TerminalTarget } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { latest, useHostFacts } from '../state'
import { ClosingDialog } from './closing-dialog'
import { Ending } from './ending'
import { dropEarlier, resize } from './layout'
import { NewTerminal } from './new-terminal'
import { NewTerminalDialog } from './new-terminal-dialog'
import { paneEntries, tabEntries } from './pane-menu'
import { PanelNotice } from './panel-notice'
import { shownTab, titleOf } from './shown-tabs'
import type { KeyMode } from './shortcuts'
import { Splits } from './splits'
import type { Frame } from './splits-frames'
import { tabElementId } from './tab'
import { TabStrip } from './tab-strip'
import { text } from './text'
import { usePanelKeys } from './use-panel-keys'
import { usePanel } from './use-panel'
import { TerminalView } from './view'
import './terminal.css'

/** The terminals of one container, or of the host, in tabs and splits. The first one opens by itself when the panel is first seen. */
export function TerminalPanel(props: { target: TerminalTarget }) {
  const key = props.target.is === 'host' ? 'host' : props.target.containerId
  return <Panel key={key} target={props.target} />
}

function Panel({ target }: { target: TerminalTarget }) {
  const words = useText(text)
  const section = useRef<HTMLElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const panel = usePanel(target, { panel: section, stage })
  const { layout, tab, screens, terminals, opening, change } = panel
  const mode: KeyMode = latest(useHostFacts())?.mode === 'headless' ? 'browser' : 'desktop'
  const panelId = useId()
  const [choosing, setChoosing] = useState(false)
  const onKey = usePanelKeys(panel, section, mode)
  const openTab = () => void panel.open({ is: 'tab' }, null)
  const titles = screens.titles
  const title = (id: string) => titleOf(panel.known(id), titles)

  useFirstLook(stage, panel.listed !== null, () => {
    if (terminals.length === 0 && !opening.pending) openTab()
    else panel.enter()
  })

  const screenOf = (frame: Frame) => {
    const id = frame.terminal
    const terminal = panel.known(id)
    const home = layout.tabs.find((each) => each.active === id)
    return (
      <>
        <TerminalView
          terminalId={id}
          active={frame.area !== null}
          // The panel puts the keyboard where it belongs: a look at another pane must not take it from a button.
          focused={false}
          handle={screens.handleOf(id)}
          onTitle={(value) => screens.title(id, value)}
          onActivity={(what) => screens.happened(id, what)}
          {...(home ? { menuExtra: paneEntries(words, panel.deedsOf(home), mode) } : {})}
        />
        {terminal && frame.head?.is !== 'earlier' && (
          <Ending
            terminal={terminal}
            onAnother={(keep) => panel.another(terminal, keep)}
            onClose={() => panel.close([id])}
          />
        )}
      </>
    )
  }
  return (
    <section
      ref={section}
      className="terminal-panel"
      aria-label={words.terminals}
      tabIndex={-1}
      onKeyDownCapture={onKey}
    >
      <TabStrip
        tabs={layout.tabs.map((each) => shownTab(each, { terminals, titles, unseen: screens.unseen }))}
        selected={layout.active}
        panelId={panelId}
        renaming={panel.renaming}
        onSelect={panel.look}
        onClose={panel.closeTab}
        onMove={panel.moveTab}
        onRename={panel.rename}
        onNamed={panel.name}
        menuOf={(id) => {
          const at = layout.tabs.findIndex((each) => each.id === id)
          const of = layout.tabs[at]
          if (of === undefined) return []
          const deeds = {
            ...panel.deedsOf(of),
            close: () => panel.closeTab(id),
            move: (step: 1 | -1) => panel.moveTab(id, at + step),
            closeOthers: () => panel.closeOthers(id),
          }
          return tabEntries(words, deeds, { at, of: layout.tabs.length, mode })
        }}
      >
        <NewTerminal
          pending={opening.pending}
          mode={mode}
          onOpen={openTab}
          onOpenWith={() => setChoosing(true)}
          deeds={tab && panel.deedsOf(tab)}
        />
      </TabStrip>
      <div
        ref={stage}
        className="terminal-stage"
        id={panelId}
        {...(tab ? { role: 'tabpanel', 'aria-labelledby': tabElementId(panelId, tab.id) } : {})}
      >
        <Splits
          tab={tab}
          frames={panel.frames}
          stage={stage}
          titleOf={title}
          screenOf={screenOf}
          onEnter={panel.activate}
          onMaximise={panel.maximise}
          onClose={(id) => {
            change((all) => dropEarlier(all, id))
            panel.close([id])
          }}
          onResize={(bar, by) => change((all) => resize(all, bar, by))}
        />
        <PanelNotice
          target={target}
          empty={tab === null}
          known={panel.listed !== null}
          opening={opening}
          onOpen={openTab}
        />
      </div>
      {choosing && (
        <NewTerminalDialog
          target={target}
          beside={panel.active}
          open={panel.verbs.open}
          onClose={() => {
            setChoosing(false)
            panel.enter()
          }}
        />
      )}
      {panel.asking.length > 0 && (
        <ClosingDialog
          titles={panel.asking.map(title)}
          onClose={() => {
            panel.stopAsking()
            panel.enter()
          }}
          onConfirm={() => panel.closeNow(panel.asking)}
        />
      )}
    </section>
  )
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
