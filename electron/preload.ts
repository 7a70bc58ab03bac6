// The bridge: hands the page's own message ports to the main process. It knows no method, so there is none to abuse.
import { contextBridge, ipcRenderer } from 'electron'

contextBridge.exposeInMainWorld('berthDesktop', true)

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const fromThisPage = event.source === window && event.origin === window.location.origin
  if (!fromThisPage || window.top !== window || !asksForPort(event.data)) return
  ipcRenderer.postMessage('berth:port', { kind: event.data.kind }, [...event.ports])
})

function asksForPort(data: unknown): data is { berth: 'port'; kind: string } {
  if (typeof data !== 'object' || data === null || !('berth' in data) || !('kind' in data)) return false
  return data.berth === 'port' && typeof data.kind === 'string'
}
