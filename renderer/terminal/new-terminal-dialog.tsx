import { useState } from 'react'
import type { Terminal, TerminalTarget } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { latest, useAction, useAnswer, useClient, useSettings } from '../state'
import { Button, Dialog, RefusalView, Select, Spinner, Switch, TextField } from '../ui'
import type { Where } from './layout'
import { layoutKey } from './layout-storage'
import { text } from './text'
import type { OpenRequest } from './use-verbs'
import { UserField } from './new-terminal-user'
import { noWish, wishOf } from './wish'

type DialogProps = {
  target: TerminalTarget
  /** The pane that it may be opened beside; null where there is none. */
  beside: string | null
  open: (request: OpenRequest) => Promise<void>
  onClose: () => void
}

/** A shell of one's own choice: which program, as whom, where, and how it is carried. */
export function NewTerminalDialog(props: DialogProps) {
  const words = useText(text).with
  const { target, beside } = props
  const client = useClient()
  const { answer, again } = useAnswer(layoutKey(target), (signal) =>
    client.terminals.choices({ target }, { signal }),
  )
  const settings = latest(useSettings())?.settings.terminal
  const [fields, setFields] = useState(noWish)
  const [chosenCarrier, setCarrier] = useState<Terminal['carrier'] | null>(null)
  const carrier = chosenCarrier ?? settings?.carrier ?? 'engine'
  const [at, setAt] = useState<'tab' | 'row' | 'column'>('tab')
  const result = wishOf(fields)
  const isWrong = (field: 'user' | 'workingDir') => result.is === 'wrong' && result.fields.includes(field)
  const open = useAction(props.open, { tell: 'inline' })
  const choices = answer.is === 'here' ? answer.value : null
  const inContainer = target.is === 'container'

  const submit = async () => {
    if (result.is === 'wrong' || open.pending) return
    const where: Where =
      at === 'tab' || beside === null ? { is: 'tab' } : { is: 'beside', terminal: beside, along: at }
    const outcome = await open.run({ where, wish: result.wish, carrier: inContainer ? carrier : 'pty' })
    if (outcome.is === 'done') props.onClose()
  }
  const best = choices?.programs[0]
  return (
    <Dialog
      title={words.title}
      open
      size="sm"
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>{words.cancel}</Button>
          <Button
            variant="primary"
            pending={open.pending}
            isDisabled={result.is === 'wrong'}
            onPress={() => void submit()}
          >
            {words.open}
          </Button>
        </>
      }
    >
      <div className="ui-stack terminal-wish">
        {answer.is === 'refused' && (
          <RefusalView
            refusal={answer.refusal}
            extra={
              <Button size="sm" onPress={again}>
                {words.again}
              </Button>
            }
          />
        )}
        {answer.is === 'waiting' && (
          <span className="ui-row ui-muted ui-small" role="status">
            <Spinner /> {words.looking}
          </span>
        )}
        <Select
          label={words.program}
          value={fields.program}
          onChange={(program) => setFields({ ...fields, program })}
          options={[
            { key: '', label: best === undefined ? words.ownProgram : words.ownProgramIs(best) },
            ...(choices?.programs ?? []).map((program) => ({ key: program, label: program })),
          ]}
        />
        {inContainer && (
          <UserField
            users={choices?.users ?? []}
            value={fields.user}
            wrong={isWrong('user')}
            onChange={(user) => setFields({ ...fields, user })}
          />
        )}
        <TextField
          label={words.workingDir}
          mono
          value={fields.workingDir}
          placeholder={choices?.workingDir ?? ''}
          error={isWrong('workingDir') ? words.workingDirError : ''}
          onChange={(workingDir) => setFields({ ...fields, workingDir })}
          onEnter={() => void submit()}
        />
        <Switch checked={fields.login} onChange={(login) => setFields({ ...fields, login })}>
          {words.login}
        </Switch>
        <div className="terminal-wish-pair">
          {beside !== null && (
            <Select
              label={words.where}
              value={at}
              onChange={setAt}
              options={(['tab', 'row', 'column'] as const).map((key) => ({ key, label: words.places[key] }))}
            />
          )}
          {inContainer && (
            <Select
              label={words.carrier}
              value={carrier}
              onChange={setCarrier}
              options={(['engine', 'pty'] as const).map((key) => ({ key, label: words.carriers[key] }))}
            />
          )}
        </div>
        {open.state.is === 'refused' && <RefusalView refusal={open.state.refusal} />}
      </div>
    </Dialog>
  )
}
