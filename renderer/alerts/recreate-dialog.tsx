import { HardDrive, ShieldCheck } from 'lucide-react'
import { isolated } from '../../shared/model/isolated'
import { useFormat, useText } from '../i18n'
import { navigate, useAction, useAnswer, useClient } from '../state'
import { ConfirmDialog, RefusalView, Spinner } from '../ui'
import { text } from './text'

/** Asks before an environment is made again, and says what is lost and what is kept. Draw it only while it asks. */
export function RecreateDialog(props: { containerId: string; name: string; onClose: () => void }) {
  const { containerId, name, onClose } = props
  const words = useText(text)
  const format = useFormat()
  const client = useClient()
  const { answer } = useAnswer(containerId, (signal) =>
    client.containers.losses({ id: containerId }, { signal }),
  )
  const recreate = useAction(() => client.launch.recreate({ containerId }), { tell: 'inline' })
  const confirm = async () => {
    const outcome = await recreate.run()
    if (outcome.is === 'done') navigate({ room: 'progress', taskId: outcome.value.taskId })
    return outcome.is === 'done'
  }
  const losses = answer.is === 'here' ? answer.value : null
  const lost =
    losses === null || losses.writableBytes === null
      ? words.losesUnknown
      : losses.writableBytes === 0
        ? words.losesNothing
        : words.loses(format.bytes(losses.writableBytes))
  return (
    <ConfirmDialog
      title={words.recreateTitle(name)}
      open
      onClose={onClose}
      confirm={words.recreateConfirm}
      onConfirm={confirm}
      tone="primary"
    >
      <div className="ui-stack">
        <p>{words.recreateText}</p>
        {answer.is === 'waiting' ? (
          <Spinner />
        ) : (
          <ul className="alert-losses">
            <li>
              <HardDrive size={14} aria-hidden /> <strong>{words.recreateLoses}</strong> {lost}
            </li>
            {losses !== null && losses.kept.length > 0 && (
              <li>
                <ShieldCheck size={14} aria-hidden /> <strong>{words.recreateKeeps}</strong>{' '}
                {losses.kept.map(isolated).join(', ')}
              </li>
            )}
          </ul>
        )}
        {recreate.state.is === 'refused' && <RefusalView refusal={recreate.state.refusal} />}
      </div>
    </ConfirmDialog>
  )
}
