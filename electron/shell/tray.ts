// The tray: a glance at the cards and the running environments without the window. It follows the cards only while a
// running environment uses some, when they are sampled anyway.
import { join } from 'node:path'
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { Container } from '../../shared/contract/containers'
import type { ContainersRoom, GpuRoom } from '../services'
import { trayLines, type TrayLine } from './tray-menu'
import type { Words } from './words'

type TrayParts = {
  containers: Pick<ContainersRoom, 'watch'>
  gpus: Pick<GpuRoom, 'watch' | 'state'>
  words: () => Words
  open: () => void
  quit: () => void
}

const iconPixels = 22
/** A menu that changes under the pointer helps nobody. */
const leastMilliseconds = 5000

/** Ends with the signal. A desktop without a tray has none, and misses nothing else. */
export function showTray(parts: TrayParts, signal: AbortSignal): void {
  const icon = nativeImage.createFromPath(join(__dirname, '../../assets/icon.png'))
  const tray = new Tray(icon.resize({ width: iconPixels, height: iconPixels }))
  tray.setToolTip('Berth')
  tray.on('click', parts.open)
  let containers: readonly Container[] = []
  let last = ''
  let drawnAt = 0
  let sampling: AbortController | null = null

  const draw = (force: boolean) => {
    const now = Date.now()
    if (signal.aborted || (!force && Math.abs(now - drawnAt) < leastMilliseconds)) return
    // What was sampled last stays when nobody samples any more: it would be shown as if it were so now.
    const gpus = sampling === null ? { is: 'looking' as const } : parts.gpus.state()
    const lines = trayLines({ gpus, containers }, parts.words())
    const said = JSON.stringify(lines)
    drawnAt = now
    if (said === last) return
    last = said
    tray.setContextMenu(Menu.buildFromTemplate(lines.map(itemOf)))
  }
  const itemOf = (line: TrayLine): MenuItemConstructorOptions => {
    switch (line.is) {
      case 'gap':
        return { type: 'separator' }
      case 'text':
        return { label: line.label, enabled: false }
      case 'open':
        return { label: line.label, click: parts.open }
      case 'quit':
        return { label: line.label, click: parts.quit }
    }
  }
  const sample = () => {
    const wanted = containers.some(
      ({ state, environment }) => state === 'running' && (environment?.gpuUuids.length ?? 0) > 0,
    )
    if (wanted === (sampling !== null)) return
    sampling?.abort()
    sampling = null
    if (!wanted) return
    sampling = new AbortController()
    void follow(parts.gpus.watch(AbortSignal.any([signal, sampling.signal])), () => draw(false))
  }

  void follow(parts.containers.watch(signal), (list) => {
    containers = list
    sample()
    draw(true)
  })
  signal.addEventListener('abort', () => tray.destroy(), { once: true })
}

async function follow<T>(watch: AsyncIterable<T>, take: (value: T) => void): Promise<void> {
  for await (const value of watch) take(value)
}
