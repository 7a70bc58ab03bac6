import { useEffect, useRef } from 'react'
import type { SettingsView } from '../../shared/contract/settings'
import { useText } from '../i18n'
import { latest, navigate, usePlaces, useSettings } from '../state'
import { showToast } from '../ui'
import { text } from './text'

type Trouble = 'replaced' | 'newer' | 'unsaved'

/** Tells wherever the person is that the settings file is not what it should be; the Settings room says the rest. */
export function SettingsNews() {
  const words = useText(text).settingsFile
  const view = latest(useSettings())
  const told = useRef<Trouble | null>(null)
  useEffect(() => {
    const trouble = view && troubleOf(view)
    if (view === null || trouble === told.current) return
    told.current = trouble
    if (trouble === null || usePlaces.getState().place.room === 'settings') return
    const action = { label: words.show, run: () => navigate({ room: 'settings' }) }
    showToast({ tone: 'warn', title: words[trouble], text: reasonOf(view, trouble), action })
  }, [view, words])
  return null
}

function troubleOf({ replaced, newer, unsaved }: SettingsView): Trouble | null {
  if (newer) return 'newer'
  if (unsaved !== null) return 'unsaved'
  return replaced ? 'replaced' : null
}

function reasonOf({ replaced, unsaved }: SettingsView, trouble: Trouble): string {
  return (trouble === 'replaced' ? replaced?.reason : unsaved) ?? ''
}
