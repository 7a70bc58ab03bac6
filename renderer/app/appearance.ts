import { useEffect, useSyncExternalStore } from 'react'
import type { Settings } from '../../shared/model/settings'
import type { Language } from '../i18n'

type Theme = Settings['theme']

const key = 'berth.theme'
const darkSystem = () => window.matchMedia('(prefers-color-scheme: dark)')

function draw(theme: Theme, systemIsDark: boolean): void {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

/** Before the settings arrive: the theme of last time, so that nothing flashes. */
export function applyLastTheme(): void {
  const last = localStorage.getItem(key)
  draw(last === 'light' || last === 'dark' ? last : 'system', darkSystem().matches)
}

function subscribeSystem(listener: () => void): () => void {
  const query = darkSystem()
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Theme and language on <html>, where the styles and the reading voice look for them. */
export function useAppearance(theme: Theme | null, language: Language): void {
  const systemIsDark = useSyncExternalStore(subscribeSystem, () => darkSystem().matches)
  useEffect(() => {
    if (theme === null) return
    draw(theme, systemIsDark)
    localStorage.setItem(key, theme)
  }, [theme, systemIsDark])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
}
