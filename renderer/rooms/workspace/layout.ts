// How a person arranged the workspace: kept over restarts, the same in every tab.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

type Layout = { panelPixels: number; side: boolean }

export const useLayout = create<Layout>()(
  persist((): Layout => ({ panelPixels: 260, side: true }), { name: 'berth.workspace', version: 1 }),
)

export const resizePanel = (panelPixels: number) => useLayout.setState({ panelPixels })
export const toggleSide = () => useLayout.setState(({ side }) => ({ side: !side }))
