import { useState } from 'react'
import { HardDrive, ShieldCheck } from 'lucide-react'
import type { Container, Losses } from '../../../shared/contract/containers'
import { useFormat, useText } from '../../i18n'
import { closeTab, useAction, useAnswer, useClient } from '../../state'
import { Checkbox, ConfirmDialog, RefusalView, showToast, Spinner } from '../../ui'
import { displayName } from './actions'
import { text } from './text'
import './containers.css'

/** Asks before a container is removed, and says what is lost and what is kept. Draw it only while it asks. */
export function RemoveDialog(props: { container: Container; onClose: () => void }) {
  const { container } = props
  const words = useText(text)
  const client = useClient()
  const [withVolumes, setWithVolumes] = useState(false)
  const { answer } = useAnswer(container.id, (signal) =>
    client.containers.losses({ id: container.id }, { signal }),
  )
  const remove = useAction(() => client.containers.remove({ id: container.id, withVolumes }), {
    tell: 'inline',
  })
  const name = displayName(container)
  const confirm = async () => {
    const outcome = await remove.run()
    if (outcome.is === 'done') {
      showToast({ tone: 'good', title: words.done.remove(name) })
      closeTab(container.id)
    }
    return outcome.is === 'done'
  }
  return (
    <ConfirmDialog
      title={words.removeTitle(name)}
      open
      onClose={props.onClose}
      confirm={words.removeConfirm}
      onConfirm={confirm}
      disabled={answer.is === 'waiting'}
    >
      {answer.is === 'waiting' && (
        <div className="ui-row ui-muted">
          <Spinner /> {words.looking}
        </div>
      )}
      {answer.is === 'refused' && <RefusalView refusal={answer.refusal} plain />}
      {answer.is === 'here' && (
        <LossesView
          losses={answer.value}
          container={container}
          withVolumes={withVolumes}
          onWithVolumes={setWithVolumes}
        />
      )}
      {remove.state.is === 'refused' && <RefusalView refusal={remove.state.refusal} />}
    </ConfirmDialog>
  )
}

function LossesView(props: {
  losses: Losses
  container: Container
  withVolumes: boolean
  onWithVolumes: (checked: boolean) => void
}) {
  const words = useText(text)
  const format = useFormat()
  const { losses, withVolumes } = props
  const volumes = losses.anonymousVolumes.length
  const written =
    losses.writableBytes === null
      ? words.lostWritableUnknown
      : losses.writableBytes === 0
        ? words.lostNothing
        : words.lostWritable(format.bytes(losses.writableBytes))
  const folder = props.container.environment?.projectFolder
  const kept = losses.kept.filter((each) => each !== folder)
  return (
    <div className="ui-stack">
      {losses.running && <p>{words.removeRunning}</p>}
      <section className="ct-losses ct-losses--bad">
        <h2>
          <HardDrive size={14} aria-hidden /> {words.lost}
        </h2>
        <ul>
          <li>{written}</li>
          {withVolumes && volumes > 0 && <li>{words.anonymousVolumes(volumes)}</li>}
        </ul>
      </section>
      <section className="ct-losses ct-losses--good">
        <h2>
          <ShieldCheck size={14} aria-hidden /> {words.kept}
        </h2>
        <ul>
          {folder !== undefined && (
            <li>
              {words.keptFolder} <code>{folder}</code>
            </li>
          )}
          {kept.map((each) => (
            <li key={each}>
              {each.startsWith('/') ? '' : `${words.keptVolume} `}
              <code>{each}</code>
            </li>
          ))}
          {!withVolumes && volumes > 0 && <li>{words.anonymousVolumes(volumes)}</li>}
          <li>
            {words.keptImage} <code>{props.container.image}</code>
          </li>
        </ul>
      </section>
      {volumes > 0 && (
        <Checkbox checked={withVolumes} onChange={props.onWithVolumes}>
          {words.alsoVolumes(volumes)}
        </Checkbox>
      )}
    </div>
  )
}
