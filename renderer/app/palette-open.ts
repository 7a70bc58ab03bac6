import { create } from 'zustand'

export const usePaletteOpen = create<{ open: boolean }>(() => ({ open: false }))

export function openPalette(): void {
  usePaletteOpen.setState({ open: true })
}

export function closePalette(): void {
  usePaletteOpen.setState({ open: false })
}

export function togglePalette(): void {
  usePaletteOpen.setState(({ open }) => ({ open: !open }))
}
