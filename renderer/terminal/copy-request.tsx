import { ClipboardCopy } from 'lucide-react'
import { useFormat, useText } from '../i18n'
import { Button } from '../ui'
import { visible } from './paste'
import { screenText } from './screen.text'

export type CopyAnswer = 'allow' | 'allow-always' | 'refuse'

const previewCharacters = 300

/** A bar over the terminal, which goes on meanwhile: what a program wants on the clipboard, before it is there. */
export function CopyRequest(props: { label: string; text: string; onAnswer: (answer: CopyAnswer) => void }) {
  const words = useText(screenText).copyRequest
  const format = useFormat()
  const { label, text, onAnswer } = props
  const characters = Array.from(text).length
  const lines = text.split('\n').length
  return (
    <div className="terminal-bar" role="group" aria-label={words.region} aria-live="polite">
      <ClipboardCopy size={16} className="terminal-bar-icon" aria-hidden />
      <div className="ui-grow terminal-bar-what">
        <div className="ui-strong">
          {characters === 1 ? words.wantsOne(label) : words.wants(label, format.whole(characters))}
        </div>
        <code className="terminal-bar-preview">
          {visible(text.slice(0, previewCharacters)).replace(/\s*\n\s*/gu, ' ⏎ ')}
          {text.length > previewCharacters && '…'}
        </code>
        {lines > 1 && <span className="ui-faint ui-small">{words.lines(format.whole(lines))}</span>}
      </div>
      <div className="terminal-bar-ways">
        <Button size="sm" variant="primary" onPress={() => onAnswer('allow')}>
          {words.allow}
        </Button>
        <Button size="sm" onPress={() => onAnswer('allow-always')}>
          {words.always}
        </Button>
        <Button size="sm" onPress={() => onAnswer('refuse')}>
          {words.refuse}
        </Button>
      </div>
    </div>
  )
}
