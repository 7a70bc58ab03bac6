import { useState } from 'react'
import { useText } from '../../../i18n'
import { useAction, useClient } from '../../../state'
import { ConfirmDialog, RefusalView, showToast } from '../../../ui'
import { text } from './text'

export type Question =
  | { is: 'busy-kernel'; containerId: string; kernelId: string; name: string }
  | { is: 'stop'; containerId: string; name: string }
  | { is: 'end'; pid: number; startedAt: number; force: boolean }

/** Asks before something ends. A process that does not end when it is asked is asked about once more. */
export function ProcessQuestion(props: { question: Question; onClose: () => void }) {
  const words = useText(text)
  const client = useClient()
  const [question, setQuestion] = useState(props.question)
  const carryOut = useAction(
    async () => {
      switch (question.is) {
        case 'busy-kernel': {
          const { containerId, kernelId, name } = question
          await client.kernels.shutdown({ containerId, kernelId, evenBusy: true })
          return words.done.shutdown(name)
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
    if (outcome.refusal.code === 'ProcessStays' && question.is === 'end')
      setQuestion({ ...question, force: true })
    return false
  }
  const said = wordsOf(question, words)
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
      {refusal !== null && refusal.code !== 'ProcessStays' && <RefusalView refusal={refusal} />}
    </ConfirmDialog>
  )
}

function wordsOf(question: Question, words: typeof text.en) {
  switch (question.is) {
    case 'busy-kernel':
      return { title: words.busyTitle(question.name), text: words.busyText, confirm: words.busyConfirm }
    case 'stop':
      return { title: words.stopTitle(question.name), text: words.stopText, confirm: words.stopConfirm }
    case 'end':
      return question.force
        ? { title: words.forceTitle(question.pid), text: words.forceText, confirm: words.forceConfirm }
        : { title: words.endTitle(question.pid), text: words.endText, confirm: words.endConfirm }
  }
}
