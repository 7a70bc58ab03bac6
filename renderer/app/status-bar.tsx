import type { EngineState, EngineUp } from '../../shared/contract/engine'
import type { LaunchTask } from '../../shared/contract/launch'
import { useFormat, useText } from '../i18n'
import { latest, navigate, useEngine, useLaunchTasks } from '../state'
import { AlertBell } from '../alerts'
import { ProgressBar, Spinner, StatusDot } from '../ui'
import { GpuStrip } from './gpu-strip'
import { openPalette } from './palette-open'
import { text } from './text'

export const products: Record<EngineUp['product'], string> = {
  docker: 'Docker',
  desktop: 'Docker Desktop',
  podman: 'Podman',
}

export function StatusBar() {
  const words = useText(text)
  const engine = useEngine()
  const mac = navigator.userAgent.includes('Mac')
  return (
    <footer className="app-status" aria-label={words.statusBar}>
      <EngineWord engine={latest(engine)} />
      <GpuStrip />
      <div className="ui-grow" />
      <RunningTask />
      <AlertBell />
      <button type="button" className="app-status-item" aria-label={words.palette.open} onClick={openPalette}>
        <kbd className="app-kbd">{mac ? words.palette.keysMac : words.palette.keys}</kbd>
      </button>
    </footer>
  )
}

function EngineWord({ engine }: { engine: EngineState | null }) {
  const words = useText(text)
  if (engine === null || engine.is === 'connecting') {
    return (
      <span className="app-status-item">
        <Spinner size={11} />
        <span className="ui-truncate">{words.engine.connecting}</span>
      </span>
    )
  }
  if (engine.is === 'down') {
    return (
      <button
        type="button"
        className="app-status-item app-status-item--bad"
        onClick={() => navigate({ room: 'launch' })}
      >
        <StatusDot tone="bad" />
        {words.engine.down}
      </button>
    )
  }
  const where = engine.local ? words.engine.local : engine.hostName
  return (
    <button
      type="button"
      className="app-status-item"
      title={`${engine.address} · API ${engine.apiVersion}`}
      onClick={() => navigate({ room: 'settings' })}
    >
      <StatusDot tone="good" />
      <span className="ui-truncate">
        {products[engine.product]} {engine.version} · {where}
      </span>
    </button>
  )
}

/** The launch under way: how far, how long still; pressing it shows the whole. */
function RunningTask() {
  const words = useText(text)
  const format = useFormat()
  const tasks = (latest(useLaunchTasks()) ?? []).filter(
    (task) => task.state.is === 'running' || task.state.is === 'asking',
  )
  const task = tasks.at(-1)
  if (!task) return null
  const ratio = pullRatio(task)
  const left = task.pull?.secondsLeft ?? null
  const asking = task.state.is === 'asking'
  const line = asking
    ? words.task.asking(task.name)
    : ratio === null
      ? words.task.launching(task.name)
      : words.task.downloading(task.name, format.percent(ratio))
  return (
    <button
      type="button"
      className="app-status-item app-status-task"
      onClick={() => navigate({ room: 'progress', taskId: task.id })}
    >
      {!asking && (
        <span className="app-task-bar">
          <ProgressBar label={task.name} value={ratio} size="thin" />
        </span>
      )}
      <span className="ui-truncate">{line}</span>
      {!asking && ratio !== null && left !== null && <span>· {words.task.left(format.duration(left))}</span>}
      {tasks.length > 1 && <span className="ui-faint">{words.task.more(tasks.length - 1)}</span>}
    </button>
  )
}

function pullRatio(task: LaunchTask): number | null {
  if (task.plan.steps[task.step]?.id !== 'pull' || !task.pull?.totalBytes) return null
  return task.pull.currentBytes / task.pull.totalBytes
}
