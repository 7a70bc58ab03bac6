import { useSyncExternalStore } from 'react'

/** A colour token of the design system. Canvases cannot read custom properties, so they are looked up per theme. */
export type ColourToken =
  'accent' | 'owner-1' | 'owner-2' | 'owner-3' | 'owner-4' | 'owner-5' | 'owner-6' | 'warn'

export type PlotColours = { line: string; of: (token: ColourToken) => string }

/** Changes when the theme does. */
export function useTheme(): string {
  return useSyncExternalStore(followTheme, () => document.documentElement.dataset['theme'] ?? '')
}

function followTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

export function readColours(): PlotColours {
  const style = getComputedStyle(document.documentElement)
  const of = (token: string): string => style.getPropertyValue(`--${token}`).trim()
  return { line: of('line'), of }
}
