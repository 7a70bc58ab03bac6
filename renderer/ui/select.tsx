import { Button as AriaButton } from 'react-aria-components/Button'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Text } from 'react-aria-components/Text'
import { Check, ChevronDown } from 'lucide-react'
import { cx } from './class-names'
import type { FieldProps } from './fields'
import './fields.css'
import './menu.css'

export type SelectOption<Key extends string> = {
  key: Key
  label: string
  detail?: string
  disabled?: boolean
}

export type SelectProps<Key extends string> = FieldProps & {
  value: Key
  onChange: (key: Key) => void
  options: SelectOption<Key>[]
}

export function Select<Key extends string>(props: SelectProps<Key>) {
  return (
    <AriaSelect
      className={cx('ui-field', props.className)}
      value={props.value}
      onChange={(key) => {
        const chosen = props.options.find((option) => option.key === key)
        if (chosen) props.onChange(chosen.key)
      }}
      isDisabled={props.disabled ?? false}
      isInvalid={Boolean(props.error)}
    >
      <Label className={props.labelHidden ? 'ui-unseen' : 'ui-label'}>{props.label}</Label>
      <AriaButton className="ui-input ui-select">
        <SelectValue className="ui-truncate ui-grow">
          {() => props.options.find((option) => option.key === props.value)?.label}
        </SelectValue>
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      {props.hint !== undefined && (
        <Text slot="description" className="ui-hint">
          {props.hint}
        </Text>
      )}
      <FieldError className="ui-field-error">{props.error}</FieldError>
      <Popover className="ui-popover ui-popover--select" offset={4}>
        <ListBox className="ui-list" items={props.options.map((option) => ({ ...option, id: option.key }))}>
          {(option) => (
            <ListBoxItem
              className="ui-list-item"
              textValue={option.label}
              isDisabled={option.disabled ?? false}
            >
              <span className="ui-grow">
                {option.label}
                {option.detail && <span className="ui-list-detail">{option.detail}</span>}
              </span>
              <Check className="ui-list-check" size={14} aria-hidden />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
