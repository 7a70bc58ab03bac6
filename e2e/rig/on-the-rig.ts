import { outcomeOf, type Outcome } from './command'
import type { Rig } from './types'

/** What a person at the workstation would type; the rig's tests only. */
export function onThe(rig: Rig) {
  const env = { ...process.env, ...rig.env }
  return {
    docker: (...args: string[]): Promise<Outcome> =>
      outcomeOf(['docker', ...args], { env, milliseconds: 240_000 }),
    smi: async (...args: string[]): Promise<string> =>
      (await outcomeOf(['nvidia-smi', ...args], { env, milliseconds: 10_000 })).stdout,
  }
}
