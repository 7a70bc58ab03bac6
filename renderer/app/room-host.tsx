import { lazy, Suspense, useState } from 'react'
import type { EngineState } from '../../shared/contract/engine'
import { useText } from '../i18n'
import { LaunchProgress, LaunchRoom } from '../rooms/launch'
import { latest, useEngine, useOpenTabs, usePlace, type Place } from '../state'
import { Spinner } from '../ui'
import { EngineDown } from './engine-down'
import { RoomBoundary } from './room-boundary'
import { text } from './text'

const ContainersRoom = lazy(async () => ({ default: (await import('../rooms/containers')).ContainersRoom }))
const DoctorRoom = lazy(async () => ({ default: (await import('../rooms/doctor')).DoctorRoom }))
const GpusRoom = lazy(async () => ({ default: (await import('../rooms/gpus')).GpusRoom }))
const SettingsRoom = lazy(async () => ({ default: (await import('../rooms/settings')).SettingsRoom }))
const WorkspaceRoom = lazy(async () => ({ default: (await import('../rooms/workspace')).WorkspaceRoom }))

/** The room the person is in. Workspaces once visited stay alive behind it: JupyterLab is not to load again. */
export function RoomHost() {
  const words = useText(text)
  const place = usePlace()
  const watched = useEngine()
  const engine = latest(watched)
  const down = useLastDown(engine)
  const workspace = place.room === 'workspace'
  return (
    <>
      {watched.is === 'lost' && <Banner>{words.lost}</Banner>}
      {watched.is !== 'lost' && workspace && engine?.is === 'down' && <Banner>{words.engine.banner}</Banner>}
      <div className="app-room">
        {!workspace && (
          <RoomBoundary key={isDoctors(place, down) ? 'doctor' : place.room}>
            <Suspense fallback={<Waiting />}>
              <Room place={place} engine={engine} down={down} />
            </Suspense>
          </RoomBoundary>
        )}
        <Workspaces place={place} />
      </div>
    </>
  )
}

type Down = Extract<EngineState, { is: 'down' }>

/** While the next try is under way the page of the last failure stays: it must not flicker. */
function useLastDown(engine: EngineState | null): Down | null {
  const [down, setDown] = useState<Down | null>(null)
  if (engine?.is === 'down' && engine !== down) setDown(engine)
  if (engine?.is === 'up' && down !== null) setDown(null)
  return engine?.is === 'up' ? null : down
}

/** The doctor's own room, and every room that needs an engine while there is none. */
function isDoctors(place: Place, down: Down | null): boolean {
  return place.room === 'doctor' || (down !== null && place.room !== 'gpus' && place.room !== 'settings')
}

function Room(props: {
  place: Exclude<Place, { room: 'workspace' }>
  engine: EngineState | null
  down: Down | null
}) {
  const words = useText(text)
  const { place, engine, down } = props
  if (place.room === 'gpus') return <GpusRoom />
  if (place.room === 'settings') return <SettingsRoom />
  // Whoever has no engine meets the doctor first, who may install one.
  if (isDoctors(place, down)) {
    const check = place.room === 'doctor' ? place.check : undefined
    const lead = down ? <EngineDown engine={down} connecting={engine?.is === 'connecting'} /> : null
    return <DoctorRoom lead={lead} check={check} />
  }
  if (engine?.is !== 'up') return <Waiting label={words.engine.looking} />
  if (place.room === 'containers') return <ContainersRoom />
  if (place.room === 'progress') return <LaunchProgress taskId={place.taskId} />
  return <LaunchRoom />
}

function Workspaces({ place }: { place: Place }) {
  const tabs = useOpenTabs()
  const current = place.room === 'workspace' ? place.containerId : null
  const [visited, setVisited] = useState<readonly string[]>([])
  if (current !== null && !visited.includes(current)) setVisited([...visited, current])
  const alive = tabs.filter((tab) => visited.includes(tab.containerId) || tab.containerId === current)
  return alive.map((tab) => (
    <div
      key={tab.containerId}
      className="app-workspace"
      data-shown={tab.containerId === current || undefined}
      inert={tab.containerId !== current}
    >
      <RoomBoundary>
        <Suspense fallback={<Waiting />}>
          <WorkspaceRoom containerId={tab.containerId} />
        </Suspense>
      </RoomBoundary>
    </div>
  ))
}

function Banner(props: { children: string }) {
  return (
    <div className="app-banner" role="status">
      <Spinner size={12} />
      {props.children}
    </div>
  )
}

function Waiting(props: { label?: string }) {
  return (
    <div className="app-waiting">
      <Spinner size={18} {...(props.label === undefined ? {} : { label: props.label })} />
      {props.label !== undefined && <span className="ui-muted">{props.label}…</span>}
    </div>
  )
}
