import { useText } from '../i18n'
import { ConfirmDialog } from '../ui'
import { text } from './text'

/** Asked only where a program is at work: an idle shell is no loss. */
export function ClosingDialog(props: {
  titles: readonly string[]
  onClose: () => void
  onConfirm: () => void
}) {
  const words = useText(text)
  return (
    <ConfirmDialog
      title={words.asksTitle}
      open
      confirm={words.asksConfirm}
      onClose={props.onClose}
      onConfirm={() => {
        props.onConfirm()
        return Promise.resolve(true)
      }}
    >
      <div className="ui-stack">
        <p>{words.asksText}</p>
        <ul className="terminal-asked">
          {props.titles.map((title, index) => (
            <li key={index} className="ui-truncate">
              {title}
            </li>
          ))}
        </ul>
      </div>
    </ConfirmDialog>
  )
}
