import { CopyButton } from './code-block'
import './command-line.css'

/** One command, as it is typed into a terminal, to be taken away. */
export function CommandLine(props: { command: string }) {
  return (
    <div className="ui-command">
      <code>
        <span className="ui-command-prompt" aria-hidden>
          ${' '}
        </span>
        {props.command}
      </code>
      <CopyButton text={props.command} />
    </div>
  )
}
