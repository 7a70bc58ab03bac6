import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { CircleSlash, Pause, Power, RotateCw, TriangleAlert } from 'lucide-react'
import { useText } from '../../i18n'
import { Button, EmptyState, RefusalView, Spinner } from '../../ui'
import { Elapsed } from './elapsed'
import { JupyterPage, type PageState } from './jupyter-page'
import type { OpenView, Stage } from './stage'
import { text } from './text'

export type StageActions = {
  onRetry: () => void
  onStart: () => void
  onLogs: () => void
  onCloseTab: () => void
}

/** JupyterLab draws itself seconds after its page has loaded, and nobody outside can see when. */
const paintMilliseconds = 5_000

type StageProps = StageActions & { stage: Stage; name: string; round: number; startPending: boolean }

/** The middle of the workspace: JupyterLab, or the reason why it is not there and the next step. */
export function StageView(props: StageProps) {
  const { stage, name } = props
  const words = useText(text)
  switch (stage.is) {
    case 'reading':
      return <Waiting title={words.reading} />
    case 'waiting':
      return <Waiting title={words.waiting} detail={words.waitingText(name)} />
    case 'terminal':
      return null
    case 'open':
      return <OpenPage {...props} view={stage.view} />
    case 'refused':
      return (
        <Centred>
          <RefusalView
            refusal={stage.refusal}
            onAction={{ 'show-logs': props.onLogs }}
            extra={
              <>
                <Button size="sm" variant="primary" onPress={props.onRetry}>
                  {words.retry}
                </Button>
                {!stage.refusal.actions.includes('show-logs') && (
                  <Button size="sm" onPress={props.onLogs}>
                    {words.showLogs}
                  </Button>
                )}
              </>
            }
          />
        </Centred>
      )
    case 'stopped':
      return <Stopped {...props} code={stage.code} pending={stage.starting || props.startPending} />
    case 'paused':
      return (
        <Centred>
          <EmptyState
            icon={<Pause size={20} aria-hidden />}
            title={words.paused(name)}
            text={words.pausedText}
          />
        </Centred>
      )
    case 'gone':
      return (
        <Centred>
          <EmptyState
            icon={<CircleSlash size={20} aria-hidden />}
            title={words.gone(name)}
            text={words.goneText}
            action={<Button onPress={props.onCloseTab}>{words.closeTab}</Button>}
          />
        </Centred>
      )
  }
}

function Stopped(props: StageProps & { code: number | null; pending: boolean }) {
  const words = useText(text)
  return (
    <Centred>
      <EmptyState
        icon={<Power size={20} aria-hidden />}
        title={words.stopped(props.name)}
        text={props.code === null ? words.stoppedText : words.stoppedWith(props.code)}
        action={
          <>
            <Button variant="primary" pending={props.pending} onPress={props.onStart}>
              {words.start}
            </Button>
            <Button onPress={props.onLogs}>{words.showLogs}</Button>
          </>
        }
      />
    </Centred>
  )
}

function OpenPage(props: StageProps & { view: OpenView }) {
  const { name, view, round } = props
  const words = useText(text)
  const [page, setPage] = useState<PageState>({ is: 'loading' })
  // What a shown page loads by itself (a frame inside it) leaves it in sight; a load asked for shows a notice.
  const [seen, setSeen] = useState(false)
  const [life, setLife] = useState(0)
  const onState = useCallback((state: PageState) => {
    // A failed load stops loading too: its own notice stays until the next load starts.
    setPage((last) =>
      state.is === 'shown' && (last.is === 'failed' || last.is === 'crashed') ? last : state,
    )
  }, [])
  const loaded = page.is === 'shown'
  useEffect(() => {
    if (!loaded) return
    const timer = setTimeout(() => setSeen(true), paintMilliseconds)
    return () => clearTimeout(timer)
  }, [loaded])
  // A crashed <webview> is replaced, not reloaded: Electron 33 itself ends when a crashed guest is told to reload.
  const renew = () => {
    setLife(life + 1)
    setSeen(false)
    setPage({ is: 'loading' })
  }
  const broken = page.is === 'crashed' || page.is === 'failed'
  const load = `${round} ${view.asked ?? 0}`
  const [heldLoad, setHeldLoad] = useState(load)
  if (heldLoad !== load) {
    setHeldLoad(load)
    if (broken) renew()
    else {
      setSeen(false)
      setPage({ is: 'loading' })
    }
  }
  return (
    <>
      {/* Behind the page, which lets it through until the moment it first paints. */}
      {!broken && !seen && (
        <div className="ws-cover">
          <Waiting title={words.loading} />
        </div>
      )}
      <div
        className="ws-page-holder"
        data-state={page.is}
        data-covered={broken || undefined}
        data-seen={seen || undefined}
      >
        <JupyterPage key={life} view={view} title={name} round={round} onState={onState} />
      </div>
      {broken && (
        <div className="ws-cover">
          <Centred>
            <EmptyState
              icon={<TriangleAlert size={20} aria-hidden />}
              title={page.is === 'crashed' ? words.crashed : words.unreachable}
              text={page.is === 'crashed' ? words.crashedText : page.detail}
              action={
                <Button variant="primary" icon={<RotateCw size={14} aria-hidden />} onPress={renew}>
                  {words.reloadPage}
                </Button>
              }
            />
          </Centred>
        </div>
      )}
    </>
  )
}

function Waiting(props: { title: string; detail?: string }) {
  return (
    <Centred>
      <div className="ws-waiting" role="status">
        <Spinner size={22} />
        <div className="ui-strong">{props.title}</div>
        {props.detail !== undefined && <div className="ui-muted">{props.detail}</div>}
        <Elapsed />
      </div>
    </Centred>
  )
}

function Centred(props: { children: ReactNode }) {
  return <div className="ws-centred">{props.children}</div>
}
