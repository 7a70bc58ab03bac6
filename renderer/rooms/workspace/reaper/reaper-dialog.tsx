import { useState } from 'react'
import { usualReaperRule, type ReaperRule, type ReaperState } from '../../../../shared/contract/reaper'
import { useText } from '../../../i18n'
import { latest, useAction, useClient, useReaper } from '../../../state'
import { Button, Dialog, RefusalView, showToast, Skeleton } from '../../../ui'
import { useNow } from '../use-now'
import { PendingList } from './pending-list'
import { ReaperLog } from './reaper-log'
import { draftOf, ruleOf } from './rule'
import { RuleForm } from './rule-form'
import { text } from './text'
import './reaper.css'

type ReaperDialogProps = { environment: { id: string; name: string }; onClose: () => void }

/** When idle kernels of one environment are shut down, which will be soon, and which were. */
export function ReaperDialog(props: ReaperDialogProps) {
  const words = useText(text)
  const state = latest(useReaper())
  // Without the rule that stands nobody could tell what Save would replace.
  if (state === null)
    return (
      <Dialog title={words.titleOf(props.environment.name)} open onClose={props.onClose}>
        <Skeleton height={180} />
      </Dialog>
    )
  return <Loaded {...props} state={state} rule={state.rules[props.environment.id] ?? usualReaperRule} />
}

function Loaded(props: ReaperDialogProps & { state: ReaperState; rule: ReaperRule }) {
  const { environment, onClose, state, rule } = props
  const words = useText(text)
  const client = useClient()
  const now = useNow()
  const [draft, setDraft] = useState(() => draftOf(rule))
  const wanted = ruleOf(draft)
  const keep = useAction((kernelId: string) => client.reaper.keep({ kernelId }))
  const save = useAction(
    async (next: ReaperRule) => {
      await client.reaper.setRule({ environmentId: environment.id, rule: next })
      showToast({
        tone: 'good',
        title: next.on ? words.savedOn(environment.name) : words.savedOff(environment.name),
      })
      onClose()
    },
    { tell: 'inline' },
  )
  return (
    <Dialog
      title={words.titleOf(environment.name)}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button
            variant="primary"
            pending={save.pending}
            isDisabled={wanted === null}
            onPress={() => void (wanted !== null && save.run(wanted))}
          >
            {words.save}
          </Button>
        </>
      }
    >
      <div className="ui-stack reaper">
        <PendingList
          pending={state.pending.filter(({ environmentId }) => environmentId === environment.id)}
          now={now}
          onKeep={(kernelId) => void keep.run(kernelId)}
        />
        <RuleForm draft={draft} onChange={setDraft} />
        {save.state.is === 'refused' && <RefusalView refusal={save.state.refusal} />}
        <ReaperLog entries={state.log.filter((entry) => entry.environment === environment.name)} now={now} />
      </div>
    </Dialog>
  )
}
