import { NotebookPen, SquareTerminal } from 'lucide-react'
import type { LaunchTask } from '../../../../shared/contract/launch'
import { useText } from '../../../i18n'
import { useAction, useClient } from '../../../state'
import { Button, Card } from '../../../ui'
import { text } from './progress.text'

/** The image has no JupyterLab: two ways on, each with what it means. */
export function Question({ task }: { task: LaunchTask }) {
  const words = useText(text).question
  const client = useClient()
  const answer = useAction((choice: 'terminal-only' | 'install') =>
    client.launch.answer({ taskId: task.id, choice }),
  )
  return (
    <Card tone="accent" className="ui-stack">
      <div>
        <h3>{words.title}</h3>
        <p className="ui-muted">{words.text}</p>
      </div>
      <div className="progress-choices">
        <div className="progress-choice">
          <NotebookPen size={18} aria-hidden />
          <div className="ui-stack ui-grow">
            <p className="ui-muted">{words.installText}</p>
            <div>
              <Button
                variant="primary"
                isDisabled={answer.pending}
                onPress={() => void answer.run('install')}
              >
                {words.install}
              </Button>
            </div>
          </div>
        </div>
        <div className="progress-choice">
          <SquareTerminal size={18} aria-hidden />
          <div className="ui-stack ui-grow">
            <p className="ui-muted">{words.terminalText}</p>
            <div>
              <Button isDisabled={answer.pending} onPress={() => void answer.run('terminal-only')}>
                {words.terminal}
              </Button>
            </div>
          </div>
        </div>
      </div>
    </Card>
  )
}
