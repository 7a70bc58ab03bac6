// The settings as a terminal's screen follows them, and what changes them from inside it (zoom, "do not ask again").
import { useEffect, useMemo, useRef } from 'react'
import { SettingsSchema, type Settings } from '../../shared/model/settings'
import { latest, useAction, useClient, useSettings } from '../state'
import type { ScreenFont, ScreenManner } from './creation'
import { zoomed, type Zoom } from './zoom'

type TerminalSettings = Settings['terminal']

/** Until the settings arrive. */
const usual = SettingsSchema.parse({}).terminal

export function useTerminalSettings(): TerminalSettings {
  return latest(useSettings())?.settings.terminal ?? usual
}

export function useFont(): ScreenFont {
  const { fontSize: size, fontFamily: family, scrollback } = useTerminalSettings()
  return useMemo(() => ({ size, family, scrollback }), [size, family, scrollback])
}

/** The same object until something of it changes: dressing a screen redraws all of it. */
export function useManner(): ScreenManner {
  const settings = useTerminalSettings()
  const { fontSize, fontFamily, scrollback, cursor, cursorBlink, screenReader } = settings
  return useMemo(
    () => ({ fontSize, fontFamily, scrollback, cursor, cursorBlink, screenReader }),
    [fontSize, fontFamily, scrollback, cursor, cursorBlink, screenReader],
  )
}

/** On the page, where the colours of all terminals hang (view.css). */
export function useTerminalTheme(): void {
  const { theme } = useTerminalSettings()
  useEffect(() => {
    document.documentElement.dataset['terminalTheme'] = theme
  }, [theme])
}

export function useChangeTerminal() {
  const client = useClient()
  return useAction((terminal: Partial<TerminalSettings>) => client.settings.update({ terminal }))
}

/** Several quick steps add up although the settings answer later. */
export function useZoom(): (zoom: Zoom) => void {
  const { fontSize } = useTerminalSettings()
  const change = useChangeTerminal()
  const wanted = useRef(fontSize)
  useEffect(() => {
    wanted.current = fontSize
  }, [fontSize])
  return (zoom) => {
    const next = zoomed(wanted.current, zoom)
    if (next === wanted.current) return
    wanted.current = next
    void change.run({ fontSize: next })
  }
}
