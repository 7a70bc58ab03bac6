import type { CatalogueEntry, LaunchDefaults } from '../../../shared/contract/launch'
import type { LaunchSpec } from '../../../shared/model/launch-spec'
import { latest, navigate, useAction, useAnswer, useClient, useGpus, type Outcome } from '../../state'
import { defaultGpus } from './cards'
import { choose, specOf, useChoices, type Target } from './choices'

export type Launch = {
  pending: boolean
  /** Launches with the choices of the form and turns to the progress. */
  target: (target: Target) => Promise<void>
  entry: (entry: CatalogueEntry) => Promise<void>
  spec: (spec: LaunchSpec) => Promise<Outcome<{ taskId: string }>>
}

export function useLaunch(): Launch {
  const client = useClient()
  const gpus = latest(useGpus())
  const start = useAction(async (make: () => Promise<LaunchSpec>) => client.launch.start(await make()))

  const begin = async (make: () => Promise<LaunchSpec>) => {
    const outcome = await start.run(make)
    if (outcome.is === 'done') {
      // A name belongs to one environment: the next launch names itself again.
      choose({ name: '' })
      navigate({ room: 'progress', taskId: outcome.value.taskId })
    }
    return outcome
  }
  const target = async (chosen: Target) => {
    await begin(async () => {
      const choices = useChoices.getState()
      const folder = choices.folder ?? (await client.launch.defaults()).projectFolder
      return specOf(chosen, choices, { folder, gpus: defaultGpus(gpus) })
    })
  }
  return {
    pending: start.pending,
    target,
    entry: (entry) => target({ image: entry.image, entry: entry.id }),
    spec: (spec) => begin(() => Promise.resolve(spec)),
  }
}

/** What the host offers: folder, memory, cores; asked again when the settings that shape it change. */
export function useDefaults(settingsKey: string): LaunchDefaults | null {
  const client = useClient()
  const { answer } = useAnswer(`defaults ${settingsKey}`, (signal) =>
    client.launch.defaults(undefined, { signal }),
  )
  return answer.is === 'here' ? answer.value : answer.is === 'waiting' ? answer.last : null
}
