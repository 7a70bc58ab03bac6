import { create } from 'zustand'

export const useDiagnosticsOpen = create<{ open: boolean }>(() => ({ open: false }))

export function openDiagnostics(): void {
  useDiagnosticsOpen.setState({ open: true })
}

export function closeDiagnostics(): void {
  useDiagnosticsOpen.setState({ open: false })
}
