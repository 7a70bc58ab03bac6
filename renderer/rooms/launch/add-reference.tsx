import { useState } from 'react'
import { ImageReferenceSchema, splitReference } from '../../../shared/model/names'
import type { Settings } from '../../../shared/model/settings'
import { useText } from '../../i18n'
import { useAction, useClient } from '../../state'
import { Button, Dialog, RefusalView, TextField } from '../../ui'
import { text } from './text'

/** Keeps an image of one's own in the catalogue. */
export function AddReferenceDialog(props: { image: string; settings: Settings | null; onClose: () => void }) {
  const words = useText(text).add
  const client = useClient()
  const [image, setImage] = useState(props.image)
  const [title, setTitle] = useState('')
  const reference = image.trim()
  const valid = ImageReferenceSchema.safeParse(reference).success
  const name = title.trim() === '' ? titleOf(reference) : title.trim()
  const save = useAction(
    async () => {
      const others = props.settings?.references ?? []
      const added = { id: newId(), title: name, image: reference, origin: 'user' as const, jupyter: null }
      await client.settings.update({ references: [...others, added] })
      props.onClose()
    },
    { tell: 'inline' },
  )
  const unpinned = valid && splitReference(reference).tag === 'latest'
  return (
    <Dialog
      title={words.title}
      open
      size="sm"
      onClose={props.onClose}
      footer={
        <Button
          variant="primary"
          isDisabled={!valid || !props.settings}
          pending={save.pending}
          onPress={() => void save.run()}
        >
          {words.save}
        </Button>
      }
    >
      <p className="ui-muted">{words.text}</p>
      <TextField
        label={words.reference}
        mono
        autoFocus
        value={image}
        onChange={setImage}
        placeholder="ghcr.io/team/lab:2.1"
        error={reference !== '' && !valid ? words.referenceWrong : ''}
        {...(unpinned ? { hint: words.unpinned } : {})}
      />
      <TextField
        label={words.name}
        value={title}
        onChange={setTitle}
        placeholder={valid ? titleOf(reference) : ''}
      />
      {save.state.is === 'refused' && <RefusalView refusal={save.state.refusal} />}
    </Dialog>
  )
}

/** 'ghcr.io/team/lab:2.1' → 'lab 2.1' */
function titleOf(reference: string): string {
  const { name, tag } = splitReference(reference)
  const last = name.slice(name.lastIndexOf('/') + 1)
  return tag === '' || tag === 'latest' ? last : `${last} ${tag}`
}

function newId(): string {
  return `own-${crypto.randomUUID().slice(0, 8)}`
}
