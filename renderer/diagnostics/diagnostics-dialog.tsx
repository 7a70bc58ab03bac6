import { useState } from 'react'
import { Download, RotateCw } from 'lucide-react'
import { useFormat, useText } from '../i18n'
import { useAction, useAnswer, useClient } from '../state'
import { Button, CopyButton, Dialog, IconButton, RefusalView, showToast, Skeleton } from '../ui'
import { closeDiagnostics, useDiagnosticsOpen } from './diagnostics-open'
import { text } from './text'
import './diagnostics.css'

/** Once in the app. Nothing leaves this machine: the person saves it, and sends it to whom they like. */
export function DiagnosticsDialog() {
  const open = useDiagnosticsOpen((state) => state.open)
  return open ? <Bundle /> : null
}

function Bundle() {
  const words = useText(text)
  const client = useClient()
  const { answer, again } = useAnswer('diagnostics', (signal) =>
    client.diagnostics.read(undefined, { signal }),
  )
  const [edited, setEdited] = useState<string | null>(null)
  const read = answer.is === 'here' ? answer.value.text : null
  const shown = edited ?? read
  const save = useSave()
  return (
    <Dialog
      title={words.title}
      open
      size="xl"
      onClose={closeDiagnostics}
      footer={
        <>
          <span className="ui-muted ui-small ui-grow">{words.nothingSent}</span>
          <Button onPress={closeDiagnostics}>{words.close}</Button>
          <Button
            variant="primary"
            icon={<Download size={14} aria-hidden />}
            isDisabled={shown === null || shown === ''}
            pending={save.saving}
            onPress={() => save.save(shown ?? '')}
          >
            {words.save}
          </Button>
        </>
      }
    >
      <p className="ui-muted">{words.intro}</p>
      {answer.is === 'refused' && <RefusalView refusal={answer.refusal} onAction={{ retry: again }} />}
      {answer.is === 'waiting' && (
        <div className="ui-stack diagnostics-waiting" role="status" aria-label={words.gathering}>
          {[64, 40, 72, 55, 30, 66].map((width) => (
            <Skeleton key={width} width={`${width}%`} />
          ))}
        </div>
      )}
      {shown !== null && (
        <div className="diagnostics-text">
          <textarea
            aria-label={words.text}
            spellCheck={false}
            value={shown}
            onChange={(event) => setEdited(event.target.value)}
          />
          <div className="diagnostics-tools">
            <CopyButton text={shown} />
            <IconButton
              label={words.again}
              size="sm"
              onPress={() => {
                setEdited(null)
                again()
              }}
            >
              <RotateCw size={14} aria-hidden />
            </IconButton>
          </div>
        </div>
      )}
    </Dialog>
  )
}

function useSave(): { saving: boolean; save: (text: string) => void } {
  const words = useText(text)
  const format = useFormat()
  const client = useClient()
  const action = useAction((bundle: string) => client.diagnostics.save({ text: bundle }))
  const save = async (bundle: string) => {
    const outcome = await action.run(bundle)
    if (outcome.is === 'refused') return
    const { value } = outcome
    if (value.is === 'download') download(value.url)
    if (value.is === 'saved')
      showToast({ tone: 'good', title: words.saved(format.bytes(value.bytes)), text: value.path })
    if (value.is !== 'dismissed') closeDiagnostics()
  }
  return { saving: action.pending, save: (bundle) => void save(bundle) }
}

/** The server names the file; the page stays where it is. */
function download(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
