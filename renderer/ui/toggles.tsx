import type { ReactNode } from 'react'
import { CheckboxButton, CheckboxField } from 'react-aria-components/Checkbox'
import { SwitchButton, SwitchField } from 'react-aria-components/Switch'
import { Check } from 'lucide-react'
import './fields.css'

type ToggleProps = {
  /** For one whose words stand elsewhere. */
  label?: string
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  children?: ReactNode
}

export function Switch(props: ToggleProps) {
  return (
    <SwitchField
      isSelected={props.checked}
      onChange={props.onChange}
      isDisabled={props.disabled ?? false}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
    >
      <SwitchButton className="ui-switch">
        <span className="ui-switch-track" />
        {props.children !== undefined && <span>{props.children}</span>}
      </SwitchButton>
    </SwitchField>
  )
}

export function Checkbox(props: ToggleProps) {
  return (
    <CheckboxField isSelected={props.checked} onChange={props.onChange} isDisabled={props.disabled ?? false}>
      <CheckboxButton className="ui-check">
        <span className="ui-check-box">
          {props.checked && <Check size={12} strokeWidth={3} aria-hidden />}
        </span>
        <span>{props.children}</span>
      </CheckboxButton>
    </CheckboxField>
  )
}
