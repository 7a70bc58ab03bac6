// What screens know and do: the client, one shared subscription per watch, actions, and where the person is.
export { useAction, type Outcome } from './action'
export { useAnswer, type Answer } from './answer'
export { createEnding, type Ending } from './ending'
export {
  useCatalogue,
  useEntryTitle,
  useContainers,
  useDoctor,
  useDoctorOverheard,
  useEngine,
  useGpus,
  useHostFacts,
  useKept,
  useLaunchTasks,
  useSessions,
  useSecrets,
  useSettings,
  useAlerts,
  useKernels,
  useLeases,
  useReaper,
  useProcesses,
  useTerminals,
  useUsage,
} from './hooks'
export {
  askInWorkspace,
  closeTab,
  navigate,
  openWorkspace,
  useOpenTabs,
  usePlace,
  usePlaces,
  type OpenTab,
  type Place,
  type WorkspaceDialog,
} from './places'
export { firstLook } from './first-look'
export { AppProvider, createApp, useClient, useStreams, type App as AppState } from './provider'
export { isAbort, refusalOf } from './refusal-of'
export { latest } from './watch'
