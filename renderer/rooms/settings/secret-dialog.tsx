import { useState } from 'react'
import { NewSecretNameSchema, shellsKeep } from '../../../shared/model/secrets'
import { secretWords } from '../../../shared/words/secrets'
import { useLanguage, useText } from '../../i18n'
import { latest, useAction, useClient, useSecrets } from '../../state'
import { Button, Dialog, RefusalView, SecretField, TextField } from '../../ui'
import { text } from './saved-secrets.text'

/** A new one where `name` is '', else another value for it. */
export function SecretDialog(props: { name: string; taken: string[]; onClose: () => void }) {
  const words = useText(text)
  const said = secretWords(useLanguage())
  const client = useClient()
  const keeps = latest(useSecrets())?.keeps
  const [name, setName] = useState(props.name)
  const [value, setValue] = useState('')
  const valid = NewSecretNameSchema.safeParse(name).success
  const save = useAction(
    async () => {
      await client.secrets.set({ name, value })
      props.onClose()
    },
    { tell: 'inline' },
  )
  const fresh = props.name === ''
  return (
    <Dialog
      title={fresh ? words.addTitle : words.replace(props.name)}
      open
      size="sm"
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>{words.cancel}</Button>
          <Button
            variant="primary"
            isDisabled={!valid || value === ''}
            pending={save.pending}
            onPress={() => void save.run()}
          >
            {words.save}
          </Button>
        </>
      }
    >
      {fresh && (
        <TextField
          label={words.name}
          mono
          autoFocus
          placeholder="HF_TOKEN"
          value={name}
          onChange={setName}
          hint={props.taken.includes(name) ? words.nameTaken : words.nameHint}
          error={name === '' || valid ? '' : shellsKeep(name) ? words.nameKept : words.nameWrong}
        />
      )}
      <SecretField
        label={words.value}
        value={value}
        onChange={setValue}
        rows={3}
        {...(keeps ? { hint: said.keeps(keeps) } : {})}
      />
      {save.state.is === 'refused' && <RefusalView refusal={save.state.refusal} />}
    </Dialog>
  )
}
