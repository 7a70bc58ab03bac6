// Where the person is, and which environments stand open as tabs. Survives a reload and a restart.
import type { CheckId } from '../../shared/contract/doctor'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Place =
  | { room: 'launch' }
  | { room: 'progress'; taskId: string }
  | { room: 'containers' }
  | { room: 'gpus' }
  | { room: 'settings' }
  /** `check` is the one that an error pointed at. */
  | { room: 'doctor'; check?: CheckId }
  /** `show` is what the person asked to see first. */
  | {
      room: 'workspace'
      containerId: string
      show: 'jupyter' | 'terminal'
      /** A notebook to open; `asked` tells a second wish for the same one. */
      open?: { path: string; asked: number }
      /** A dialog to open, likewise. */
      ask?: { about: WorkspaceDialog; asked: number }
    }

export type WorkspaceDialog = 'reaper' | 'reservation'

export type OpenTab = { containerId: string; name: string }

export type Places = { place: Place; tabs: OpenTab[] }

export const usePlaces = create<Places>()(
  persist((): Places => ({ place: { room: 'launch' }, tabs: [] }), {
    name: 'berth.places',
    version: 1,
    // A launch's page is of one session; a room to come back to is not.
    partialize: ({ place, tabs }) => ({
      tabs,
      place: kept(place),
    }),
  }),
)

/** After a restart nothing is opened that was asked for before it. */
function kept(place: Place): Place {
  if (place.room === 'progress') return { room: 'launch' }
  if (place.room === 'doctor') return { room: 'doctor' }
  if (place.room !== 'workspace') return place
  return { room: 'workspace', containerId: place.containerId, show: place.show }
}

export const usePlace = () => usePlaces((state) => state.place)
export const useOpenTabs = () => usePlaces((state) => state.tabs)

export function navigate(place: Place): void {
  usePlaces.setState({ place })
}

/** Opens the environment's tab (or turns to it), and a notebook in it where `path` names one. */
export function openWorkspace(
  tab: OpenTab,
  show: 'jupyter' | 'terminal' = 'jupyter',
  path: string | null = null,
): void {
  const open = path === null ? {} : { open: { path, asked: Date.now() } }
  usePlaces.setState(({ tabs }) => ({
    tabs: withTab(tabs, tab),
    place: { room: 'workspace', containerId: tab.containerId, show, ...open },
  }))
}

/** Opens the environment's tab with one of its dialogs. */
export function askInWorkspace(tab: OpenTab, about: WorkspaceDialog): void {
  usePlaces.setState(({ tabs }) => ({
    tabs: withTab(tabs, tab),
    place: {
      room: 'workspace',
      containerId: tab.containerId,
      show: 'jupyter',
      ask: { about, asked: Date.now() },
    },
  }))
}

/** Closing a tab never stops the container. */
export function closeTab(containerId: string): void {
  usePlaces.setState((state) => withoutTab(state, containerId))
}

export function withTab(tabs: OpenTab[], tab: OpenTab): OpenTab[] {
  return tabs.some((open) => open.containerId === tab.containerId)
    ? tabs.map((open) => (open.containerId === tab.containerId ? tab : open))
    : [...tabs, tab]
}

/** Without this tab; whoever stood in it is taken to its neighbour, else to Launch. */
export function withoutTab({ place, tabs }: Places, containerId: string): Places {
  const index = tabs.findIndex((tab) => tab.containerId === containerId)
  const rest = tabs.filter((tab) => tab.containerId !== containerId)
  if (place.room !== 'workspace' || place.containerId !== containerId) return { place, tabs: rest }
  const neighbour = rest[Math.min(Math.max(index, 0), rest.length - 1)]
  return neighbour
    ? { tabs: rest, place: { room: 'workspace', containerId: neighbour.containerId, show: 'jupyter' } }
    : { tabs: rest, place: { room: 'launch' } }
}
