import { create } from 'zustand'
import type { Target } from '../choices'

export type Asked = Target & {
  title: string
  /** A launch waits for the answer. */
  launching: boolean
}

export const usePreflightOpen = create<{ asked: Asked | null }>(() => ({ asked: null }))

/** What this image costs and whether it runs; with `launching`, asked before a launch goes on. */
export function openPreflight(asked: Asked): void {
  usePreflightOpen.setState({ asked })
}

export function closePreflight(): void {
  usePreflightOpen.setState({ asked: null })
}
