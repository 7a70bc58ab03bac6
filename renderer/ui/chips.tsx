import type { ReactNode } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import './chips.css'

export type Chip<Key extends string = string> = {
  key: Key
  label: ReactNode
  /** A quieter second part, e.g. free VRAM. */
  detail?: ReactNode
  disabled?: boolean
}

type Shared<Key extends string> = { label: string; chips: Chip<Key>[] }
type Single<Key extends string> = Shared<Key> & {
  mode?: 'single'
  selected: Key
  onSelect: (key: Key) => void
}
type Multi<Key extends string> = Shared<Key> & {
  mode: 'multi'
  selected: ReadonlySet<Key>
  onSelect: (keys: Set<Key>) => void
}

/** Choices side by side: exactly one of them, or several with `mode="multi"`. Arrow keys move between them. */
export function ChipGroup<Key extends string>(props: Single<Key> | Multi<Key>) {
  const byKey = new Map(props.chips.map((chip) => [chip.key as string, chip.key]))
  const multi = props.mode === 'multi'
  return (
    <ToggleButtonGroup
      aria-label={props.label}
      className="ui-chips"
      selectionMode={multi ? 'multiple' : 'single'}
      disallowEmptySelection={!multi}
      selectedKeys={multi ? props.selected : [props.selected]}
      onSelectionChange={(keys) => {
        const known = [...keys].flatMap((key) => byKey.get(String(key)) ?? [])
        if (props.mode === 'multi') props.onSelect(new Set(known))
        else if (known[0] !== undefined) props.onSelect(known[0])
      }}
    >
      {props.chips.map((chip) => (
        <ToggleButton key={chip.key} id={chip.key} className="ui-chip" isDisabled={chip.disabled ?? false}>
          <span>{chip.label}</span>
          {chip.detail !== undefined && <span className="ui-chip-detail">{chip.detail}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
