import type { Alert } from '../../shared/contract/alerts'
import { RecreateDialog } from './recreate-dialog'
import { ShutdownDialog } from './shutdown-dialog'

/** What is asked before something is done about an alert. Draw it only while it asks. */
export function AlertQuestion({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const { containerId, kernelId, params } = alert
  if (containerId === null) return null
  if (alert.kind === 'container-lost-gpu')
    return <RecreateDialog containerId={containerId} name={String(params['name'] ?? '')} onClose={onClose} />
  if (kernelId === null) return null
  const notebook = String(params['notebook'] ?? '')
  return <ShutdownDialog {...{ containerId, kernelId, notebook, onClose }} />
}
