import type { CatalogueEntry, LaunchDefaults } from '../../../shared/contract/launch'
import { asksFirst, knownByCatalogue, type Verdict } from '../../../shared/model/compatibility'
import type { GpuChoice, LaunchSpec } from '../../../shared/model/launch-spec'
import {
  latest,
  navigate,
  useAction,
  useAnswer,
  useCatalogue,
  useClient,
  useGpus,
  type Outcome,
} from '../../state'
import { defaultGpus } from './cards'
import { choose, specOf, useChoices, type Target } from './choices'
import { openPreflight } from './preflight/preflight-open'

export type Launch = {
  pending: boolean
  /** Launches with the choices of the form and turns to the progress. What will not run here asks first, unless somebody is `sure`. */
  target: (target: Target & { title?: string }, options?: { sure: boolean }) => Promise<void>
  entry: (entry: CatalogueEntry) => Promise<void>
  spec: (spec: LaunchSpec) => Promise<Outcome<{ taskId: string }>>
}

export function useLaunch(): Launch {
  const client = useClient()
  const gpus = latest(useGpus())
  const catalogue = latest(useCatalogue()) ?? []
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
  const verdictOf = async ({ image, entry }: Target): Promise<Verdict | null> => {
    const of = catalogue.find(({ id }) => id === entry)
    if (knownByCatalogue(of)) return (await client.preflight.verdicts({ references: [image] }))[image] ?? null
    return (await client.preflight.look({ reference: image })).verdict
  }
  const asks = async (chosen: Target): Promise<boolean> => {
    return asksFirst(await verdictOf(chosen), useChoices.getState().gpus ?? defaultGpus(gpus))
  }
  const asking = useAction(asks, { tell: 'inline' })

  const target: Launch['target'] = async ({ title, ...chosen }, options) => {
    const outcome = options?.sure === true ? null : await asking.run(chosen)
    // Where nobody can say whether it runs, the launch itself will.
    if (outcome?.is === 'done' && outcome.value) {
      openPreflight({ ...chosen, title: title ?? chosen.image, launching: true })
      return
    }
    await begin(async () => {
      const choices = useChoices.getState()
      const folder = choices.folder ?? (await client.launch.defaults()).projectFolder
      return specOf(chosen, choices, { folder, gpus: defaultGpus(gpus) })
    })
  }
  return {
    pending: start.pending || asking.pending,
    target,
    entry: (entry) => target({ image: entry.image, entry: entry.id, title: entry.title }),
    spec: (spec) => begin(() => Promise.resolve(spec)),
  }
}

/** The cards that the next launch would use, as chosen or by default. */
export function useGpuChoice(): GpuChoice {
  const gpus = latest(useGpus())
  const chosen = useChoices((choices) => choices.gpus)
  return chosen ?? defaultGpus(gpus)
}

/** What the host offers: folder, memory, cores; asked again when the settings that shape it change. */
export function useDefaults(settingsKey: string): LaunchDefaults | null {
  const client = useClient()
  const { answer } = useAnswer(`defaults ${settingsKey}`, (signal) =>
    client.launch.defaults(undefined, { signal }),
  )
  return answer.is === 'here' ? answer.value : answer.is === 'waiting' ? answer.last : null
}
