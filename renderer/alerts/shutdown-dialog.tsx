import { kernelWords, useText } from '../i18n'
import { useAction, useClient } from '../state'
import { ConfirmDialog, RefusalView, showToast } from '../ui'
import { text } from './text'

type ShutdownDialogProps = {
  containerId: string
  kernelId: string
  /** '' for a kernel without one. */
  notebook: string
  onClose: () => void
}

/** Asks before an idle kernel is ended for its memory. One that computes again by then stays. */
export function ShutdownDialog({ containerId, kernelId, notebook, onClose }: ShutdownDialogProps) {
  const words = useText(text)
  const kernel = useText(kernelWords)
  const client = useClient()
  const shutdown = useAction(
    async () => {
      await client.kernels.shutdown({ containerId, kernelId, evenBusy: false })
      showToast({ tone: 'good', title: kernel.wasShutDown(notebook === '' ? words.kernel : notebook) })
    },
    { tell: 'inline' },
  )
  return (
    <ConfirmDialog
      title={notebook === '' ? words.freeKernelTitle : kernel.idleTitle(notebook)}
      open
      onClose={onClose}
      confirm={kernel.confirm}
      onConfirm={async () => (await shutdown.run()).is === 'done'}
      tone="danger"
    >
      <p>{kernel.idleText}</p>
      {shutdown.state.is === 'refused' && <RefusalView refusal={shutdown.state.refusal} />}
    </ConfirmDialog>
  )
}
