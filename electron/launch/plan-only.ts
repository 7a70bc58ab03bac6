// The part of a planned launch that the contract shows.
import type { Plan } from '../../shared/contract/launch'

export function planOnly(plan: Plan): Plan {
  const { name, steps, dockerCommand, problems, gpus, shmBytes, user } = plan
  return { name, steps, dockerCommand, problems, gpus, shmBytes, user }
}
