import type { LaunchDefaults } from '../../../shared/contract/launch'
import { useText } from '../../i18n'
import { Button, CodeBlock, Dialog, RefusalView, Skeleton } from '../../ui'
import type { Target } from './choices'
import { text } from './text'
import { usePlan } from './use-plan'

/** Nothing is hidden from a person who knows Docker. */
export function DockerCommandDialog(props: {
  target: Target
  defaults: LaunchDefaults | null
  onClose: () => void
}) {
  const { plan, answer, again } = usePlan(props.target, props.defaults)
  return (
    <CommandDialog command={plan?.dockerCommand ?? null} onClose={props.onClose}>
      {answer.is === 'refused' && <RefusalView refusal={answer.refusal} onAction={{ retry: again }} />}
    </CommandDialog>
  )
}

export function CommandDialog(props: {
  command: string | null
  onClose: () => void
  children?: React.ReactNode
}) {
  const words = useText(text).command
  return (
    <Dialog
      title={words.title}
      open
      size="lg"
      onClose={props.onClose}
      footer={<Button onPress={props.onClose}>{words.close}</Button>}
    >
      <p className="ui-muted">{words.text}</p>
      {props.children}
      {props.command !== null && <CodeBlock code={props.command} label={words.title} />}
      {props.command === null && !props.children && <Skeleton height={180} />}
    </Dialog>
  )
}
