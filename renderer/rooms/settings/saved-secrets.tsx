import { useState } from 'react'
import { LockKeyhole, LockKeyholeOpen, Pencil, Plus, Trash2, TriangleAlert } from 'lucide-react'
import type { SecretsView } from '../../../shared/contract/secrets'
import { secretWords } from '../../../shared/words/secrets'
import { useLanguage, useText } from '../../i18n'
import { latest, useAction, useClient, useSecrets } from '../../state'
import { Button, ConfirmDialog, IconButton, Skeleton } from '../../ui'
import { SecretDialog } from './secret-dialog'
import { Section } from './section'
import { text } from './saved-secrets.text'

type Opened = { is: 'nothing' } | { is: 'set'; name: string } | { is: 'remove'; name: string }

export function SavedSecrets() {
  const words = useText(text)
  const view = latest(useSecrets())
  const [opened, setOpened] = useState<Opened>({ is: 'nothing' })
  const close = () => setOpened({ is: 'nothing' })
  return (
    <Section title={words.title}>
      {view === null ? (
        <Skeleton height={56} />
      ) : (
        <How view={view} onAdd={() => setOpened({ is: 'set', name: '' })} />
      )}
      {view?.secrets.map((one) => (
        <Row key={one.name} one={one} onOpen={setOpened} />
      ))}
      {opened.is === 'set' && (
        <SecretDialog
          name={opened.name}
          taken={view?.secrets.map(({ name }) => name) ?? []}
          onClose={close}
        />
      )}
      {opened.is === 'remove' && <Removing name={opened.name} onClose={close} />}
    </Section>
  )
}

/** What is kept here, how the next one would be, and what is wrong with the file. */
function How({ view, onAdd }: { view: SecretsView; onAdd: () => void }) {
  const words = useText(text)
  const said = secretWords(useLanguage())
  const open = view.keeps.is === 'file'
  return (
    <div className="settings-block">
      <div className="ui-row">
        <div className="ui-grow">
          <div>{words.hint}</div>
          <div className={open ? 'ui-row ui-small settings-secrets-open' : 'ui-row ui-small ui-faint'}>
            {open ? <LockKeyholeOpen size={13} aria-hidden /> : <LockKeyhole size={13} aria-hidden />}
            {said.keeps(view.keeps)}
          </div>
        </div>
        <Button
          size="sm"
          icon={<Plus size={13} aria-hidden />}
          isDisabled={view.trouble?.is === 'unreadable'}
          onPress={onAdd}
        >
          {words.add}
        </Button>
      </div>
      {said.trouble(view).map((trouble) => (
        <div key={trouble} role="alert" className="settings-replaced settings-wrap">
          <TriangleAlert size={15} aria-hidden /> {trouble}
        </div>
      ))}
    </div>
  )
}

function Row(props: { one: SecretsView['secrets'][number]; onOpen: (opened: Opened) => void }) {
  const words = useText(text)
  const said = secretWords(useLanguage())
  const { one, onOpen } = props
  return (
    <div className="settings-own settings-secret">
      <div className="ui-grow">
        <code className="ui-truncate settings-code">{one.name}</code>
        <div className={one.opens ? 'ui-faint ui-small' : 'ui-small settings-secrets-open'}>
          {said.kept(one)}
        </div>
      </div>
      <IconButton label={words.replace(one.name)} onPress={() => onOpen({ is: 'set', name: one.name })}>
        <Pencil size={15} aria-hidden />
      </IconButton>
      <IconButton label={words.remove(one.name)} onPress={() => onOpen({ is: 'remove', name: one.name })}>
        <Trash2 size={15} aria-hidden />
      </IconButton>
    </div>
  )
}

function Removing({ name, onClose }: { name: string; onClose: () => void }) {
  const words = useText(text)
  const client = useClient()
  const remove = useAction(() => client.secrets.remove({ name }))
  return (
    <ConfirmDialog
      title={words.removeTitle(name)}
      open
      onClose={onClose}
      confirm={words.removeIt}
      onConfirm={async () => (await remove.run()).is === 'done'}
    >
      <p>{words.removeText}</p>
    </ConfirmDialog>
  )
}
