import type { ReactNode } from 'react'
import { create } from 'zustand'
import type { Tone } from './surface'

export type Toast = {
  id: number
  tone: Tone
  title: string
  text?: ReactNode
  action?: { label: string; run: () => void }
  /** How long it stays; a failure stays until it is dismissed. */
  milliseconds: number | null
}

type NewToast = Omit<Toast, 'id' | 'tone' | 'milliseconds'> & { tone?: Tone; milliseconds?: number | null }

const most = 4
let lastId = 0

export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }))

export function showToast(toast: NewToast): number {
  lastId += 1
  const id = lastId
  const tone = toast.tone ?? 'neutral'
  const stays = tone === 'bad' || toast.action !== undefined ? 20_000 : 6_000
  const shown: Toast = { milliseconds: stays, ...toast, tone, id }
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, shown].slice(-most) }))
  return id
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}
