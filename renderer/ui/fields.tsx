import { useId, type ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Button as AriaButton } from 'react-aria-components/Button'
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField'
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { Search, X } from 'lucide-react'
import { cx } from './class-names'
import './fields.css'

export type FieldProps = {
  label: string
  /** The label is read aloud but not drawn: a word beside the field already says it. */
  labelHidden?: boolean
  hint?: ReactNode
  /** Why the value cannot be used; '' when it can. */
  error?: string
  disabled?: boolean
  className?: string
}

function FieldFrame(props: FieldProps & { children: ReactNode }) {
  return (
    <>
      <Label className={props.labelHidden ? 'ui-unseen' : 'ui-label'}>{props.label}</Label>
      {props.children}
      {props.hint !== undefined && !props.error && (
        <Text slot="description" className="ui-hint">
          {props.hint}
        </Text>
      )}
      <FieldError className="ui-field-error">{props.error}</FieldError>
    </>
  )
}

export type TextFieldProps = FieldProps & {
  value: string
  onChange: (value: string) => void
  placeholder?: string
  mono?: boolean
  autoFocus?: boolean
  spellCheck?: boolean
  onEnter?: () => void
  onBlur?: () => void
}

/** What every field for text tells the one under it. */
function typedInto(props: FieldProps & { value: string; onChange: (value: string) => void }) {
  return {
    className: cx('ui-field', props.className),
    value: props.value,
    onChange: props.onChange,
    isDisabled: props.disabled ?? false,
    isInvalid: Boolean(props.error),
  }
}

export function TextField(props: TextFieldProps) {
  return (
    <AriaTextField
      {...typedInto(props)}
      autoFocus={props.autoFocus ?? false}
      {...(props.onBlur ? { onBlur: props.onBlur } : {})}
    >
      <FieldFrame {...props}>
        <Input
          className={cx('ui-input', props.mono && 'ui-input--mono')}
          placeholder={props.placeholder ?? ''}
          spellCheck={props.spellCheck ?? false}
          autoComplete="off"
          onKeyDown={(event) => {
            // While an input method composes, Enter chooses a candidate.
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) props.onEnter?.()
          }}
        />
      </FieldFrame>
    </AriaTextField>
  )
}

export type SecretFieldProps = FieldProps & {
  value: string
  onChange: (value: string) => void
  placeholder?: string
  rows?: number
  /** Drawn as it is: no secret after all. */
  open?: boolean
}

/** What is typed is drawn as dots. Of several lines, where a password field would drop the line breaks of a pasted key. */
export function SecretField(props: SecretFieldProps) {
  return (
    <AriaTextField {...typedInto(props)}>
      <FieldFrame {...props}>
        <TextArea
          className={cx('ui-input ui-input--mono ui-input--lines', !props.open && 'ui-input--secret')}
          rows={props.rows ?? 1}
          placeholder={props.placeholder ?? ''}
          spellCheck={false}
          autoComplete="off"
        />
      </FieldFrame>
    </AriaTextField>
  )
}

export type SearchFieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  clearLabel: string
  className?: string
  onEnter?: () => void
}

export function SearchField(props: SearchFieldProps) {
  return (
    <AriaSearchField
      aria-label={props.label}
      className={cx('ui-field ui-search', props.className)}
      value={props.value}
      onChange={props.onChange}
      {...(props.onEnter ? { onSubmit: props.onEnter } : {})}
    >
      <Search className="ui-search-icon" size={14} aria-hidden />
      <Input
        className="ui-input"
        placeholder={props.placeholder ?? ''}
        spellCheck={false}
        autoComplete="off"
      />
      {props.value !== '' && (
        <AriaButton className="ui-search-clear" aria-label={props.clearLabel}>
          <X size={13} aria-hidden />
        </AriaButton>
      )}
    </AriaSearchField>
  )
}

export type NumberFieldProps = FieldProps & {
  /** null: nothing entered. */
  value: number | null
  onChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  /** Unit drawn after the figure, e.g. 'GB'. */
  unit?: string
  placeholder?: string
}

export function NumberField(props: NumberFieldProps) {
  const unitId = useId()
  return (
    <AriaNumberField
      className={cx('ui-field', props.className)}
      value={props.value ?? Number.NaN}
      onChange={(value) => props.onChange(Number.isNaN(value) ? null : value)}
      isDisabled={props.disabled ?? false}
      isInvalid={Boolean(props.error)}
      formatOptions={{ maximumFractionDigits: 2, useGrouping: false }}
      {...(props.min === undefined ? {} : { minValue: props.min })}
      {...(props.max === undefined ? {} : { maxValue: props.max })}
      {...(props.step === undefined ? {} : { step: props.step })}
    >
      <FieldFrame {...props}>
        <Group className="ui-input ui-input--group">
          <Input
            className="ui-input-bare"
            placeholder={props.placeholder ?? ''}
            autoComplete="off"
            {...(props.unit ? { 'aria-describedby': unitId } : {})}
          />
          {props.unit && (
            <span id={unitId} className="ui-input-unit">
              {props.unit}
            </span>
          )}
        </Group>
      </FieldFrame>
    </AriaNumberField>
  )
}
