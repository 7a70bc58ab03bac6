import { CopyButton } from './code-block'
import './command-line.css'

/** Commands as they are typed into a terminal, one below the other, each to be taken away. */
export function CommandLines(props: { commands: readonly string[] }) {
  return (
    <ol className="ui-commands">
      {props.commands.map((command) => (
        <li key={command} className="ui-command">
          <code>
            <span className="ui-command-prompt" aria-hidden>
              ${' '}
            </span>
            {command}
          </code>
          <CopyButton text={command} />
        </li>
      ))}
    </ol>
  )
}
