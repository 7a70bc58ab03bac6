// Screens without a back end, for looking at them: /dev/index.html?scene=eight&theme=dark&language=zh-CN
import '../ui/fonts.css'
import '../ui/tokens.css'
import '../ui/base.css'
import { createRoot } from 'react-dom/client'
import { createRouterClient } from '@orpc/server'
import { App } from '../app'
import { createApp, createEnding, usePlaces, type Place } from '../state'
import { previewRouter } from './router'
import { sceneOf } from './scenes'

const query = new URLSearchParams(location.search)
const scene = sceneOf(query)
const places: Record<string, Place> = {
  launch: { room: 'launch' },
  progress: { room: 'progress', taskId: 'taskaaaa' },
  containers: { room: 'containers' },
  gpus: { room: 'gpus' },
  doctor: { room: 'doctor' },
  settings: { room: 'settings' },
  workspace: { room: 'workspace', containerId: 'a'.repeat(64), show: 'jupyter' },
}
usePlaces.setState({ place: places[query.get('room') ?? 'launch'] ?? { room: 'launch' }, tabs: scene.tabs })

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <App
    app={createApp({
      mode: 'headless',
      ending: createEnding(),
      client: createRouterClient(previewRouter(scene)),
      connect: () => ({
        send: () => undefined,
        close: () => undefined,
        onMessage: () => undefined,
        onClose: () => undefined,
      }),
    })}
  />,
)
