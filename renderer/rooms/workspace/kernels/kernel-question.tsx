import { useText } from '../../../i18n'
import { useAction, useClient } from '../../../state'
import { ConfirmDialog, RefusalView, showToast } from '../../../ui'
import type { KernelRow } from './rows'
import { text } from './text'

export type Question = { is: 'restart' | 'shutdown-busy'; row: KernelRow }

/** Asks before variables are lost that somebody may still want. */
export function KernelQuestion({ question, onClose }: { question: Question; onClose: () => void }) {
  const words = useText(text)
  const client = useClient()
  const { kernel, name } = question.row
  const byKernel = { containerId: kernel.containerId, kernelId: kernel.id }
  const restart = question.is === 'restart'
  const carryOut = useAction(
    async () => {
      if (restart) await client.kernels.restart(byKernel)
      else await client.kernels.shutdown({ ...byKernel, evenBusy: true })
      showToast({ tone: 'good', title: restart ? words.restarted(name) : words.wasShutDown(name) })
    },
    { tell: 'inline' },
  )
  return (
    <ConfirmDialog
      title={restart ? words.restartTitle(name) : words.busyTitle(name)}
      open
      onClose={onClose}
      confirm={restart ? words.restartConfirm : words.busyConfirm}
      onConfirm={async () => (await carryOut.run()).is === 'done'}
      tone={restart ? 'primary' : 'danger'}
    >
      <p>{restart ? words.restartText : words.busyText}</p>
      {restart && kernel.state === 'busy' && <p>{words.restartBusy}</p>}
      {carryOut.state.is === 'refused' && <RefusalView refusal={carryOut.state.refusal} />}
    </ConfirmDialog>
  )
}
