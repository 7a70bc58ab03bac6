import { useState } from 'react'
import { ReserveDialog } from '../../claims'
import { useText } from '../../i18n'
import { closeTab, latest, useContainers, useOpenTabs, usePlace } from '../../state'
import { SplitPane } from '../../ui'
import { displayName, isRunning, RemoveDialog, useContainerActions } from '../containers'
import { BottomPanel, type PanelTab } from './bottom-panel'
import { resizePanel, useLayout } from './layout'
import { NotebookWish, useWish, type Wish } from './notebook-wish'
import { ReaperDialog } from './reaper/reaper-dialog'
import { SidePanel } from './side-panel'
import { stageOf } from './stage'
import { StageView } from './stage-view'
import { text } from './text'
import { Toolbar } from './toolbar'
import { useDialog } from './use-dialog'
import { useJupyter } from './use-jupyter'
import './workspace.css'

/**
 * One running environment. The frame keeps it mounted while its tab is open and hides it behind other rooms,
 * so JupyterLab's element is never moved or replaced by anything that happens here.
 */
export function WorkspaceRoom({ containerId }: { containerId: string }) {
  const words = useText(text)
  const containers = latest(useContainers())
  const container = containers?.find((each) => each.id === containerId) ?? null
  const name = useName(containerId, container && displayName(container))
  const { panelPixels, side } = useLayout()
  const { visible, panel, setPanel } = usePanel(containerId)
  const [round, setRound] = useState(0)
  const [removing, setRemoving] = useState(false)
  const actions = useContainerActions()
  const [granted, setGranted] = useState<Wish | null>(null)
  const jupyter = useJupyter(container, granted)
  const stage = stageOf(containers, container, jupyter.answer)
  const wish = useWish({ containerId, pageOpen: stage.is === 'open', onGrant: setGranted })
  const dialog = useDialog(containerId)
  const environment = container?.environment ?? null
  const alone = stage.is === 'terminal'
  const shownPanel: PanelTab | null = alone ? (panel ?? 'terminal') : panel
  const gone = stage.is === 'gone' || stage.is === 'reading'
  return (
    <div className="ws">
      <div className="ws-main">
        <Toolbar
          container={container}
          name={name}
          open={stage.is === 'open'}
          panel={shownPanel}
          fixedPanel={alone}
          side={side}
          onReload={() => setRound(round + 1)}
          onPanel={() => setPanel(panel === null ? 'terminal' : null)}
        />
        <div
          className="ws-split"
          data-panel={gone || shownPanel === null ? 'none' : alone ? 'alone' : 'below'}
        >
          <SplitPane
            label={words.resizePanel}
            size={panelPixels}
            onResize={resizePanel}
            min={120}
            top={
              <StageView
                stage={stage}
                name={name}
                round={round}
                startPending={actions.pending.get(containerId) === 'start'}
                onRetry={jupyter.again}
                onStart={() => container && void actions.run('start', container)}
                onLogs={() => setPanel('logs')}
                onCloseTab={() => closeTab(containerId)}
              />
            }
            bottom={
              shownPanel !== null &&
              container !== null && (
                <BottomPanel
                  containerId={containerId}
                  running={isRunning(container)}
                  tab={shownPanel}
                  onTab={setPanel}
                  {...(alone ? {} : { onClose: () => setPanel(null) })}
                />
              )
            }
          />
        </div>
      </div>
      {side && visible && container && (
        <SidePanel
          container={container}
          actions={actions}
          onRestarted={jupyter.restarted}
          onRemove={() => setRemoving(true)}
          onReaper={() => dialog.open('reaper')}
          onReserve={() => dialog.open('reservation')}
        />
      )}
      {visible && wish.waiting !== null && (
        <NotebookWish
          key={wish.waiting.asked}
          containerId={containerId}
          wish={wish.waiting}
          onGrant={setGranted}
          onSettled={wish.settle}
        />
      )}
      {visible && environment !== null && dialog.about === 'reaper' && (
        <ReaperDialog environment={environment} onClose={dialog.close} />
      )}
      {visible && environment !== null && dialog.about === 'reservation' && (
        <ReserveDialog environmentId={environment.id} onClose={dialog.close} />
      )}
      {removing && container && <RemoveDialog container={container} onClose={() => setRemoving(false)} />}
    </div>
  )
}

/** The name outlives the container, so that a tab can say what is gone. */
function useName(containerId: string, current: string | null): string {
  const tab = useOpenTabs().find((each) => each.containerId === containerId)
  return current ?? tab?.name ?? containerId.slice(0, 12)
}

/** Which panel stands open: the person's own choice, until another room asks for the terminal. */
function usePanel(containerId: string) {
  const place = usePlace()
  const visible = place.room === 'workspace' && place.containerId === containerId
  const [held, setHeld] = useState<{ request: unknown; panel: PanelTab | null }>({
    request: null,
    panel: null,
  })
  if (visible && held.request !== place)
    setHeld({ request: place, panel: place.show === 'terminal' ? 'terminal' : held.panel })
  const setPanel = (panel: PanelTab | null) => setHeld({ request: held.request, panel })
  return { visible, panel: held.panel, setPanel }
}
