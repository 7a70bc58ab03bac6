import { useState, type ReactNode } from 'react'
import type { SettingsPatch } from '../../../shared/model/settings'
import { useAction, useClient } from '../../state'
import { Card } from '../../ui'

export function Section(props: { title: string; children: ReactNode }) {
  return (
    <section className="settings-section" aria-label={props.title}>
      <h2>{props.title}</h2>
      <Card flush>{props.children}</Card>
    </section>
  )
}

/** One setting: its name and explanation, its control beside them. */
export function Row(props: { label: string; hint?: string; children: ReactNode; wide?: boolean }) {
  return (
    <div className={props.wide ? 'settings-row settings-row--wide' : 'settings-row'}>
      <div>
        <div className="settings-label">{props.label}</div>
        {props.hint !== undefined && <div className="ui-faint ui-small">{props.hint}</div>}
      </div>
      <div className="settings-control">{props.children}</div>
    </div>
  )
}

export function useChange() {
  const client = useClient()
  return useAction((patch: SettingsPatch) => client.settings.update(patch))
}

/** What is typed until it is committed; the kept value shows through while nothing is. */
export function useDraft<T>(kept: T, commit: (value: T) => void) {
  const [draft, setDraft] = useState<{ value: T } | null>(null)
  return {
    value: draft ? draft.value : kept,
    changed: draft !== null && draft.value !== kept,
    onChange: (value: T) => setDraft({ value }),
    commit: () => {
      if (draft && draft.value !== kept) commit(draft.value)
      setDraft(null)
    },
  }
}
