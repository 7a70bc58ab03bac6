import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { CircleAlert, CircleCheck, CircleSlash, Unplug } from 'lucide-react'
import type { Terminal } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { latest, useAction, useClient, useContainers, useEngine } from '../state'
import { Button, cx, RefusalView, Spinner } from '../ui'
import { endOf, type Ended } from './ending-words'
import { text } from './text'

type EndingProps = {
  terminal: Terminal
  /** Opens one like it in the same pane; `keep`: this one's screen stays to be read above. */
  onAnother: (keep: boolean) => Promise<void>
  onClose: () => void
}

/** Under a screen whose shell is no more: what happened, and the way on. The screen stays to be read. */
export function Ending(props: EndingProps) {
  const ended = endOf(props.terminal)
  return ended && <EndBar {...props} ended={ended} />
}

function EndBar(props: EndingProps & { ended: Ended }) {
  const words = useText(text)
  const { terminal, ended } = props
  const sentence = useWords(ended)
  const client = useClient()
  const lost = ended.is === 'engine-lost'
  const stopped = useStopped(terminal)
  const another = useAction(
    async () => {
      if (stopped !== null) await client.containers.start({ id: stopped })
      await props.onAnother(lost)
    },
    { tell: 'inline' },
  )
  const wait = useWaitForEngine(() => another.run())
  const refusal =
    another.state.is === 'refused' ? another.state.refusal : ended.is === 'refused' ? ended.refusal : null
  const onward = (
    <>
      {wait.waiting && (
        <span className="ui-row ui-muted" role="status">
          <Spinner /> {words.end.waiting}
        </span>
      )}
      {ended.is !== 'removed' && !wait.waiting && (
        <Button
          size="sm"
          variant="primary"
          pending={another.pending}
          onPress={() => (lost && stopped === null ? wait.begin() : void another.run())}
        >
          {stopped !== null ? words.end.start : lost ? words.end.reconnect : words.end.another}
        </Button>
      )}
      {wait.waiting ? (
        <Button size="sm" onPress={wait.cancel}>
          {words.end.cancel}
        </Button>
      ) : (
        <Button size="sm" onPress={props.onClose}>
          {words.closeThis}
        </Button>
      )}
    </>
  )
  const bad = ended.is !== 'finished'
  return (
    <div className={cx('terminal-ending', bad && 'terminal-ending--bad')} data-end={ended.is}>
      {ended.is !== 'refused' && (
        <span className="terminal-ending-words" role="status">
          <EndIcon ended={ended} />
          {sentence}
        </span>
      )}
      {refusal === null ? (
        <span className="terminal-ending-ways">{onward}</span>
      ) : (
        <RefusalView plain refusal={refusal} extra={onward} />
      )}
    </div>
  )
}

function EndIcon({ ended }: { ended: Ended }) {
  if (ended.is === 'finished') return <CircleCheck size={14} aria-hidden />
  if (ended.is === 'stopped' || ended.is === 'removed') return <CircleSlash size={14} aria-hidden />
  return ended.is === 'engine-lost' ? <Unplug size={14} aria-hidden /> : <CircleAlert size={14} aria-hidden />
}

function useWords(ended: Ended): string {
  const words = useText(text).end
  switch (ended.is) {
    case 'finished':
      return words.finished
    case 'failed':
      return ended.asAfter === null
        ? words.failed(String(ended.code))
        : words.failedAfter(String(ended.code), ended.asAfter)
    case 'signalled':
      return words.signalled(ended.signal)
    case 'stopped':
      return ended.code === null || ended.code === 0
        ? words.stopped(ended.name)
        : words.stoppedCode(ended.name, String(ended.code))
    case 'removed':
      return words.removed(ended.name)
    case 'engine-lost':
      return words.engineLost
    case 'refused':
      return ''
  }
}

/** The id of the terminal's container where it is known to stand still: it can be started again first. */
function useStopped({ target }: Terminal): string | null {
  const containers = latest(useContainers())
  if (target.is === 'host') return null
  const container = containers?.find(({ id }) => id === target.containerId)
  return container && ['created', 'exited', 'dead'].includes(container.state) ? container.id : null
}

/** Goes on by itself once the engine answers again. */
function useWaitForEngine(goOn: () => Promise<unknown>) {
  const up = latest(useEngine())?.is === 'up'
  const [waiting, setWaiting] = useState(false)
  const going = useRef(false)
  const onUp = useEffectEvent(async () => {
    if (going.current) return
    going.current = true
    await goOn()
    going.current = false
    setWaiting(false)
  })
  useEffect(() => {
    if (waiting && up) void onUp()
  }, [waiting, up])
  return { waiting, begin: () => setWaiting(true), cancel: () => setWaiting(false) }
}
