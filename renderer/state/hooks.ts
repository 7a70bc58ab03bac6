import { useState, useSyncExternalStore } from 'react'
import { keptParts } from './kept-parts'
import { useApp } from './provider'
import { latest, type Watch, type Watched } from './watch'

function useWatch<T>(watch: Watch<T>): Watched<T> {
  return useSyncExternalStore(watch.subscribe, watch.get)
}

export const useEngine = () => useWatch(useApp().watches.engine)
export const useContainers = () => useWatch(useApp().watches.containers)
/** CPU and memory of the running containers: sampled only while a screen asks. */
export const useUsage = () => useWatch(useApp().watches.usage)
export const useCatalogue = () => useWatch(useApp().watches.catalogue)
export const useLaunchTasks = () => useWatch(useApp().watches.tasks)
export const useGpus = () => useWatch(useApp().watches.gpus)
/** Who holds which card's memory: asked only while a screen shows it. */
export const useProcesses = () => useWatch(useApp().watches.processes)
export const useSettings = () => useWatch(useApp().watches.settings)
/** The browsers that are let in; none in the desktop app. */
export const useSessions = () => useWatch(useApp().watches.sessions)
/** Names of saved secrets, and how they are kept: asked only while a screen shows them. */
export const useSecrets = () => useWatch(useApp().watches.secrets)
export const useKernels = () => useWatch(useApp().watches.kernels)
export const useReaper = () => useWatch(useApp().watches.reaper)
export const useAlerts = () => useWatch(useApp().watches.alerts)
export const useLeases = () => useWatch(useApp().watches.leases)
export const useTerminals = () => useWatch(useApp().watches.terminals)
/** The doctor's checks: the first screen that watches starts a round. */
export const useDoctor = () => useWatch(useApp().watches.doctor)
/** What the doctor last said to somebody who asked; starts no round. */
export const useDoctorOverheard = () => {
  const { doctor } = useApp().watches
  return useSyncExternalStore(doctor.overhear, doctor.get)
}
export const useHostFacts = () => useWatch(useApp().watches.facts)

/** Titles of catalogue entries by id, for containers that only know the id; null for an entry that is not listed any more. */
export function useEntryTitle(): (id: string) => string | null {
  const catalogue = latest(useCatalogue())
  return (id) => catalogue?.find((entry) => entry.id === id)?.title ?? null
}

/** `value` as it was before wherever it equals that: for what is put together anew each time it is drawn. JSON only. */
export function useKept<T>(value: T): T {
  const [last, setLast] = useState(value)
  const kept = keptParts(last, value)
  if (!Object.is(kept, last)) setLast(kept)
  return kept
}
