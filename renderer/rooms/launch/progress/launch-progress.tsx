import { useState } from 'react'
import { ArrowLeft, SearchX } from 'lucide-react'
import type { LaunchTask } from '../../../../shared/contract/launch'
import { useFormat, useText } from '../../../i18n'
import { latest, navigate, openWorkspace, useAction, useClient, useLaunchTasks } from '../../../state'
import { Button, Card, EmptyState, IconButton, Page, PageHeader, Spinner } from '../../../ui'
import { CommandDialog } from '../docker-command'
import { Ending } from './ending'
import { text } from './progress.text'
import { Question } from './question'
import { Steps } from './steps'
import './progress.css'

/** One launch from click to notebook. It goes on whether anybody looks or not. */
export function LaunchProgress(props: { taskId: string }) {
  const words = useText(text)
  const tasks = latest(useLaunchTasks())
  const task = tasks?.find(({ id }) => id === props.taskId)
  const toLaunch = () => navigate({ room: 'launch' })
  if (!tasks) {
    return (
      <Page>
        <Spinner size={18} label={words.steps} />
      </Page>
    )
  }
  if (!task) {
    return (
      <Page>
        <EmptyState
          icon={<SearchX size={20} aria-hidden />}
          title={words.gone}
          text={words.goneText}
          action={<Button onPress={toLaunch}>{words.back}</Button>}
        />
      </Page>
    )
  }
  return (
    <Page>
      <div className="progress">
        <PageHeader
          title={titleOf(task, words)}
          detail={words.named(task.name)}
          back={
            <IconButton label={words.back} onPress={toLaunch}>
              <ArrowLeft size={17} aria-hidden />
            </IconButton>
          }
          actions={<Actions task={task} />}
        />
        <Ending task={task} />
        {task.state.is === 'asking' && <Question task={task} />}
        <Card className="progress-card">
          <Steps task={task} />
        </Card>
        {task.state.is === 'running' && <p className="ui-muted">{words.leave}</p>}
      </div>
    </Page>
  )
}

function titleOf(task: LaunchTask, words: ReturnType<typeof useText<typeof text.en>>): string {
  switch (task.state.is) {
    case 'running':
      return words.launching(task.title)
    case 'asking':
      return words.asking(task.title)
    case 'done':
      return words.done(task.name)
    case 'failed':
      return words.failed(task.title)
    case 'cancelled':
      return words.cancelled(task.title)
  }
}

function Actions({ task }: { task: LaunchTask }) {
  const words = useText(text)
  const format = useFormat()
  const client = useClient()
  const [command, setCommand] = useState(false)
  const cancel = useAction(() => client.launch.cancel({ taskId: task.id }))
  const { state } = task
  const under = state.is === 'running' || state.is === 'asking'
  return (
    <>
      {state.is === 'done' && (
        <span className="ui-muted">{words.doneIn(format.duration(state.seconds))}</span>
      )}
      <Button onPress={() => setCommand(true)}>{words.command}</Button>
      {under && (
        <Button pending={cancel.pending} onPress={() => void cancel.run()}>
          {words.cancel}
        </Button>
      )}
      {state.is === 'done' && (
        <Button
          variant="primary"
          onPress={() =>
            openWorkspace(
              { containerId: state.containerId, name: task.name },
              state.jupyter ? 'jupyter' : 'terminal',
            )
          }
        >
          {state.jupyter ? words.open : words.terminal}
        </Button>
      )}
      {command && <CommandDialog command={task.plan.dockerCommand} onClose={() => setCommand(false)} />}
    </>
  )
}
