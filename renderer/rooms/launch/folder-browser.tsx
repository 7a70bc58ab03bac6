import { useState } from 'react'
import { CornerLeftUp, Folder, FolderPlus } from 'lucide-react'
import type { FolderListing } from '../../../shared/contract/host'
import { useText } from '../../i18n'
import { useAction, useAnswer, useClient } from '../../state'
import { Button, Dialog, IconButton, RefusalView, Skeleton, Switch, TextField } from '../../ui'
import { text } from './text'

/** Folders of the machine Berth runs on, for a person in a browser. */
export function FolderBrowser(props: {
  from: string
  onClose: () => void
  onChoose: (path: string) => void
}) {
  const words = useText(text).folder
  const client = useClient()
  const [path, setPath] = useState(props.from)
  const [hidden, setHidden] = useState(false)
  const { answer, again } = useAnswer(path, (signal) => client.host.listFolders({ path }, { signal }))
  const listing = answer.is === 'here' ? answer.value : answer.is === 'waiting' ? answer.last : null
  const parent = listing?.parent ?? null
  return (
    <Dialog
      title={words.browse}
      open
      onClose={props.onClose}
      footer={
        <>
          <Switch checked={hidden} onChange={setHidden}>
            {words.hidden}
          </Switch>
          <div className="ui-grow" />
          <Button
            variant="primary"
            isDisabled={answer.is !== 'here'}
            onPress={() => {
              props.onChoose(path)
              props.onClose()
            }}
          >
            {words.here}
          </Button>
        </>
      }
    >
      <div className="ui-row">
        <IconButton
          label={words.up}
          variant="secondary"
          isDisabled={parent === null}
          onPress={() => parent !== null && setPath(parent)}
        >
          <CornerLeftUp size={15} aria-hidden />
        </IconButton>
        <PathField key={path} path={path} onGo={setPath} />
      </div>
      {answer.is === 'refused' && <RefusalView refusal={answer.refusal} onAction={{ retry: again }} />}
      {answer.is !== 'refused' && <Folders listing={listing} hidden={hidden} onOpen={setPath} />}
      {listing && !listing.writable && <p className="ui-small launch-gpu-trouble">{words.readOnly}</p>}
      {listing?.writable && <NewFolder parent={listing.path} onMade={setPath} />}
    </Dialog>
  )
}

function PathField(props: { path: string; onGo: (path: string) => void }) {
  const words = useText(text).folder
  const [typed, setTyped] = useState(props.path)
  return (
    <TextField
      className="ui-grow"
      label={words.path}
      labelHidden
      mono
      value={typed}
      onChange={setTyped}
      onEnter={() => props.onGo(typed.trim())}
    />
  )
}

function Folders(props: { listing: FolderListing | null; hidden: boolean; onOpen: (path: string) => void }) {
  const words = useText(text).folder
  if (!props.listing) return <Skeleton height={220} />
  const shown = props.listing.folders.filter((folder) => props.hidden || !folder.hidden)
  return (
    <ul className="launch-folders">
      {shown.map((folder) => (
        <li key={folder.path}>
          <button type="button" className="launch-folder-row" onClick={() => props.onOpen(folder.path)}>
            <Folder size={14} aria-hidden />
            <span className="ui-truncate">{folder.name}</span>
          </button>
        </li>
      ))}
      {shown.length === 0 && <li className="launch-folders-empty">{words.empty}</li>}
    </ul>
  )
}

function NewFolder(props: { parent: string; onMade: (path: string) => void }) {
  const words = useText(text).folder
  const client = useClient()
  const [name, setName] = useState<string | null>(null)
  const make = useAction((chosen: string) => client.host.makeFolder({ parent: props.parent, name: chosen }))
  if (name === null) {
    return (
      <div>
        <Button size="sm" icon={<FolderPlus size={13} aria-hidden />} onPress={() => setName('')}>
          {words.make}
        </Button>
      </div>
    )
  }
  const run = async () => {
    const outcome = await make.run(name.trim())
    if (outcome.is === 'done') {
      setName(null)
      props.onMade(outcome.value)
    }
  }
  return (
    <div className="ui-row">
      <TextField
        className="ui-grow"
        label={words.makeName}
        labelHidden
        placeholder={words.makeName}
        value={name}
        onChange={setName}
        onEnter={() => void run()}
        autoFocus
      />
      <Button pending={make.pending} isDisabled={name.trim() === ''} onPress={() => void run()}>
        {words.makeIt}
      </Button>
    </div>
  )
}
