import { useEffect, useRef } from 'react'

/** In the tab's own place: Enter and looking elsewhere give the name, Escape leaves it as it was, nothing takes it away. */
export function RenameField(props: { label: string; name: string; onDone: (name: string | null) => void }) {
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  useEffect(() => field.current?.select(), [])
  const finish = (name: string | null) => {
    // Leaving the field by a key also blurs it: it answers once.
    if (done.current) return
    done.current = true
    props.onDone(name)
  }
  return (
    <input
      ref={field}
      className="terminal-tab-field"
      aria-label={props.label}
      defaultValue={props.name}
      maxLength={80}
      spellCheck={false}
      autoComplete="off"
      onBlur={(event) => finish(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        event.stopPropagation()
        // While an input method composes, Enter and Escape are its own.
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') finish(event.currentTarget.value.trim())
        else if (event.key === 'Escape') finish(null)
      }}
    />
  )
}
