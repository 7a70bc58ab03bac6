import { useState } from 'react'
import { kernelWords, useText } from '../../../i18n'
import { useAction, useClient } from '../../../state'
import { ConfirmDialog, RefusalView, showToast } from '../../../ui'
import type { KernelRow } from './rows'
import { text } from './text'

export type Question = { is: 'restart' | 'shutdown' | 'shutdown-busy'; row: KernelRow }

/** Asks before variables are lost. A kernel that has begun to compute since is asked about once more. */
export function KernelQuestion({ asked, onClose }: { asked: Question; onClose: () => void }) {
  const words = useText(text)
  const kernels = useText(kernelWords)
  const client = useClient()
  const [{ is, row }, setQuestion] = useState(asked)
  const { kernel, name } = row
  const byKernel = { containerId: kernel.containerId, kernelId: kernel.id }
  const carryOut = useAction(
    async () => {
      if (is === 'restart') await client.kernels.restart(byKernel)
      else await client.kernels.shutdown({ ...byKernel, evenBusy: is === 'shutdown-busy' })
      showToast({ tone: 'good', title: is === 'restart' ? words.restarted(name) : kernels.wasShutDown(name) })
    },
    { tell: 'inline' },
  )
  const confirm = async () => {
    const outcome = await carryOut.run()
    if (outcome.is === 'done') return true
    if (outcome.refusal.code === 'KernelBusy') setQuestion({ is: 'shutdown-busy', row })
    return false
  }
  const said = {
    restart: { title: words.restartTitle(name), text: words.restartText, confirm: words.restartConfirm },
    shutdown: { title: kernels.idleTitle(name), text: kernels.idleText, confirm: kernels.confirm },
    'shutdown-busy': { title: kernels.busyTitle(name), text: kernels.busyText, confirm: kernels.confirm },
  }[is]
  const refusal = carryOut.state.is === 'refused' ? carryOut.state.refusal : null
  return (
    <ConfirmDialog
      title={said.title}
      open
      onClose={onClose}
      confirm={said.confirm}
      onConfirm={confirm}
      tone={is === 'restart' ? 'primary' : 'danger'}
    >
      <p>{said.text}</p>
      {is === 'restart' && kernel.state === 'busy' && <p>{words.restartBusy}</p>}
      {refusal !== null && refusal.code !== 'KernelBusy' && <RefusalView refusal={refusal} />}
    </ConfirmDialog>
  )
}
