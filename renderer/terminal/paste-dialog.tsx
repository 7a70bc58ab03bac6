import { useState } from 'react'
import { useFormat, useText } from '../i18n'
import { Button, Checkbox, Dialog } from '../ui'
import type { PastePlan } from './paste'
import { screenText } from './screen.text'

type PasteDialogProps = {
  plan: Extract<PastePlan, { is: 'ask' }>
  /** `data` is null when it was given up. */
  onAnswer: (data: string | null, neverAgain: boolean) => void
}

/** Before several lines, or control characters, go to a program that takes them for commands and keys. */
export function PasteDialog({ plan, onAnswer }: PasteDialogProps) {
  const words = useText(screenText).paste
  const format = useFormat()
  const [never, setNever] = useState(false)
  const { lines, controls } = plan
  const title =
    lines > 1 ? words.titleLines(format.whole(lines)) : lines === 1 ? words.titleLine : words.titleControls
  return (
    <Dialog
      title={title}
      open
      onClose={() => onAnswer(null, false)}
      size="md"
      alert
      footer={
        <>
          <Button onPress={() => onAnswer(null, false)}>{words.cancel}</Button>
          {controls > 0 && <Button onPress={() => onAnswer(plan.whole, never)}>{words.pasteWhole}</Button>}
          <Button variant="primary" autoFocus onPress={() => onAnswer(plan.clean, never)}>
            {controls > 0 ? words.pasteClean : words.paste}
          </Button>
        </>
      }
    >
      <div className="terminal-paste">
        {lines > 0 && <p>{words.lines}</p>}
        {controls > 0 && <p>{controls === 1 ? words.control : words.controls(format.whole(controls))}</p>}
        <pre className="terminal-paste-text">
          {plan.preview}
          {plan.more && <span className="terminal-paste-more">{`\n… ${words.more}`}</span>}
        </pre>
        {lines > 0 && (
          <Checkbox checked={never} onChange={setNever}>
            {words.never}
          </Checkbox>
        )}
      </div>
    </Dialog>
  )
}
