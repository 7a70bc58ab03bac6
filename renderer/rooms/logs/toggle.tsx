import type { ReactNode } from 'react'
import { IconButton } from '../../ui'

/** A button that stays pressed. */
export function Toggle(props: { label: string; on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <IconButton
      size="sm"
      label={props.label}
      aria-pressed={props.on}
      className={props.on ? 'log-toggle log-toggle--on' : 'log-toggle'}
      onPress={props.onPress}
    >
      {props.children}
    </IconButton>
  )
}
