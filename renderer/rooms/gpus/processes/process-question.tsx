import { useState } from 'react'
import { kernelWords, useText } from '../../../i18n'
import { useAction, useClient } from '../../../state'
import { ConfirmDialog, RefusalView, showToast } from '../../../ui'
import { text } from './text'

export type Question =
  | { is: 'kernel'; containerId: string; kernelId: string; name: string; busy: boolean }
  | { is: 'stop'; containerId: string; name: string }
  | { is: 'end'; pid: number; startedAt: number; force: boolean }

/** Asks before something ends. A process that stays, or a kernel that has begun to compute since, is asked about once more. */
export function ProcessQuestion(props: { question: Question; onClose: () => void }) {
  const words = useText(text)
  const kernels = useText(kernelWords)
  const client = useClient()
  const [question, setQuestion] = useState(props.question)
  const carryOut = useAction(
    async () => {
      switch (question.is) {
        case 'kernel': {
          const { containerId, kernelId, name, busy } = question
          await client.kernels.shutdown({ containerId, kernelId, evenBusy: busy })
          return kernels.wasShutDown(name)
        }
        case 'stop':
          await client.containers.stop({ id: question.containerId })
          return words.done.stop(question.name)
        case 'end': {
          const { pid, startedAt, force } = question
          await client.processes.end({ pid, startedAt, force })
          return words.done.end(pid)
        }
      }
    },
    { tell: 'inline' },
  )
  const confirm = async () => {
    const outcome = await carryOut.run()
    if (outcome.is === 'done') {
      showToast({ tone: 'good', title: outcome.value })
      return true
    }
    const { code } = outcome.refusal
    if (code === 'ProcessStays' && question.is === 'end') setQuestion({ ...question, force: true })
    if (code === 'KernelBusy' && question.is === 'kernel') setQuestion({ ...question, busy: true })
    return false
  }
  const said = wordsOf(question, words, kernels)
  const refusal = carryOut.state.is === 'refused' ? carryOut.state.refusal : null
  return (
    <ConfirmDialog
      title={said.title}
      open
      onClose={props.onClose}
      confirm={said.confirm}
      onConfirm={confirm}
      tone="danger"
    >
      <p>{said.text}</p>
      {refusal !== null && !askedAgain.includes(refusal.code) && <RefusalView refusal={refusal} />}
    </ConfirmDialog>
  )
}

/** Said by the next question. */
const askedAgain: readonly string[] = ['ProcessStays', 'KernelBusy']

function wordsOf(question: Question, words: typeof text.en, kernels: typeof kernelWords.en) {
  switch (question.is) {
    case 'kernel':
      return question.busy
        ? { title: kernels.busyTitle(question.name), text: kernels.busyText, confirm: kernels.confirm }
        : { title: kernels.idleTitle(question.name), text: kernels.idleText, confirm: kernels.confirm }
    case 'stop':
      return { title: words.stopTitle(question.name), text: words.stopText, confirm: words.stopConfirm }
    case 'end':
      return question.force
        ? { title: words.forceTitle(question.pid), text: words.forceText, confirm: words.forceConfirm }
        : { title: words.endTitle(question.pid), text: words.endText, confirm: words.endConfirm }
  }
}
