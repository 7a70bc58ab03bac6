import { useMemo } from 'react'
import type { LaunchTask } from '../../../../shared/contract/launch'
import { explain } from '../../../../shared/model/explanations'
import { useText } from '../../../i18n'
import { navigate, useAction, useClient } from '../../../state'
import { Button, Card, CodeBlock, Disclosure, ExplanationView, RefusalView } from '../../../ui'
import { choose } from '../choices'
import { useLaunch } from '../use-launch'
import { text } from './progress.text'

/** How a launch ended that did not end well: why, and the ways on. */
export function Ending({ task }: { task: LaunchTask }) {
  const words = useText(text)
  const client = useClient()
  const launch = useLaunch()
  const retry = useAction(() => client.launch.retry({ taskId: task.id }))
  const reconnect = useAction(() => client.engine.reconnect())
  const dismiss = useAction(async () => {
    await client.launch.dismiss({ taskId: task.id })
    navigate({ room: 'launch' })
  })
  const toLaunch = () => navigate({ room: 'launch' })
  const retryButton = (
    <Button size="sm" variant="primary" pending={retry.pending} onPress={() => void retry.run()}>
      {words.retry}
    </Button>
  )
  const dismissButton = (
    <Button size="sm" onPress={() => void dismiss.run()}>
      {words.dismiss}
    </Button>
  )
  if (task.state.is === 'cancelled') {
    return (
      <Card className="ui-row">
        <span className="ui-grow ui-muted">{words.cancelledText}</span>
        {retryButton}
        {dismissButton}
      </Card>
    )
  }
  if (task.state.is !== 'failed') return null
  const { refusal } = task.state
  return (
    <div className="ui-stack">
      <RefusalView
        refusal={refusal}
        onAction={{
          reconnect: () => void reconnect.run(),
          'launch-without-gpu': () => void launch.spec({ ...task.spec, gpus: { is: 'none' } }),
          'choose-gpus': toLaunch,
          'choose-folder': () => {
            choose({ folder: null })
            toLaunch()
          },
          'open-settings': () => navigate({ room: 'settings' }),
        }}
        extra={
          <>
            {retryButton}
            {dismissButton}
          </>
        }
      />
      {task.output !== '' && <Output output={task.output} said={refusal.raw} />}
    </div>
  )
}

/** What the container or the installation printed, and what that means where the refusal does not say it already. */
function Output(props: { output: string; said: string }) {
  const words = useText(text)
  const { output, said } = props
  const explanation = useMemo(() => {
    const found = explain(output)
    return found && found.id !== explain(said)?.id ? found : null
  }, [output, said])
  return (
    <>
      {explanation && (
        <Card tone="warn">
          <ExplanationView explanation={explanation} />
        </Card>
      )}
      <Disclosure title={words.output} open>
        <CodeBlock code={output} wrap label={words.output} />
      </Disclosure>
    </>
  )
}
