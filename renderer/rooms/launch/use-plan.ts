import type { LaunchDefaults, Plan } from '../../../shared/contract/launch'
import { latest, useAnswer, useClient, useContainers, useGpus, useLeases, type Answer } from '../../state'
import { defaultGpus } from './cards'
import { specOf, useChoices, type Target } from './choices'

/** What Launch would do now. Asked again when a choice changes, and when what runs or what the cards say does. */
export function usePlan(
  target: Target | null,
  defaults: LaunchDefaults | null,
): { plan: Plan | null; answer: Answer<Plan | null>; again: () => void } {
  const client = useClient()
  const choices = useChoices()
  const gpus = latest(useGpus())
  const containers = latest(useContainers())
  const leases = latest(useLeases())
  const spec =
    target && defaults && gpus
      ? specOf(target, choices, { folder: defaults.projectFolder, gpus: defaultGpus(gpus) })
      : null
  const held = containers?.filter((container) => container.state === 'running').map(({ id }) => id) ?? []
  const key = JSON.stringify([
    spec,
    held,
    gpus?.is,
    gpus?.is === 'live' && gpus.cards.map((card) => card.health),
    leases?.map(({ id }) => id),
  ])
  const { answer, again } = useAnswer<Plan | null>(key, (signal) =>
    spec ? client.launch.plan(spec, { signal }) : Promise.resolve(null),
  )
  const plan = answer.is === 'here' ? answer.value : answer.is === 'waiting' ? answer.last : null
  return { plan, answer, again }
}
