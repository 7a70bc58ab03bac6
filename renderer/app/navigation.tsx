import { Box, Gpu, Rocket, Settings as SettingsIcon, Stethoscope } from 'lucide-react'
import { useText } from '../i18n'
import { latest, navigate, useContainers, useDoctorOverheard, useEngine, useGpus, usePlace } from '../state'
import { cx } from '../ui'
import { text } from './text'

type Room = 'launch' | 'containers' | 'gpus' | 'doctor' | 'settings'
const icons: Record<Room, typeof Box> = {
  launch: Rocket,
  containers: Box,
  gpus: Gpu,
  doctor: Stethoscope,
  settings: SettingsIcon,
}

export function Navigation() {
  const words = useText(text)
  const gpus = latest(useGpus())
  const up = latest(useEngine())?.is === 'up'
  const containers = latest(useContainers())
  const running = up ? containers?.filter((container) => container.state === 'running').length : undefined
  const checks = latest(useDoctorOverheard())?.checks ?? []
  const problems = checks.filter((check) => check.state === 'problem').length
  const cards = gpus?.is === 'live' ? gpus.cards.length : undefined
  return (
    <nav className="app-nav" aria-label={words.navigation}>
      <Item room="launch" />
      <Item room="containers" count={running} />
      <Item room="gpus" count={cards} />
      <div className="ui-grow" />
      <Item room="doctor" count={problems} bad={words.problems(problems)} />
      <Item room="settings" />
    </nav>
  )
}

/** `bad`: what the count counts, where that is nothing good. */
function Item(props: { room: Room; count?: number | undefined; bad?: string }) {
  const words = useText(text)
  const place = usePlace()
  const here = place.room === props.room || (place.room === 'progress' && props.room === 'launch')
  const Icon = icons[props.room]
  return (
    <button
      type="button"
      className={cx('app-nav-item', here && 'app-nav-item--here')}
      aria-current={here ? 'page' : undefined}
      aria-label={words.rooms[props.room]}
      onClick={() => navigate({ room: props.room })}
    >
      <Icon size={16} strokeWidth={1.9} aria-hidden />
      <span className="ui-grow ui-truncate">{words.rooms[props.room]}</span>
      {props.count !== undefined && props.count > 0 && (
        <span
          className={cx('app-nav-count', props.bad !== undefined && 'app-nav-count--bad')}
          title={props.bad}
          aria-hidden
        >
          {props.count}
        </span>
      )}
    </button>
  )
}
