import { useEffect, useState } from 'react'
import { Check, Copy } from 'lucide-react'
import { useText } from '../i18n'
import { IconButton } from './button'
import { cx } from './class-names'
import { text } from './text'
import { showToast } from './toasts'
import './surface.css'

/** Text to read and take away, verbatim. */
export function CodeBlock(props: { code: string; wrap?: boolean; label?: string }) {
  return (
    <div className={cx('ui-code', props.wrap && 'ui-code--wrap')}>
      <pre tabIndex={0} aria-label={props.label}>
        {props.code}
      </pre>
      <CopyButton text={props.code} />
    </div>
  )
}

export function CopyButton(props: { text: string; label?: string }) {
  const words = useText(text)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text)
      setCopied(true)
    } catch (error) {
      showToast({
        tone: 'bad',
        title: words.copyFailed,
        text: error instanceof Error ? error.message : String(error),
      })
    }
  }
  return (
    <IconButton
      size="sm"
      label={copied ? words.copied : (props.label ?? words.copy)}
      onPress={() => void copy()}
    >
      {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </IconButton>
  )
}
