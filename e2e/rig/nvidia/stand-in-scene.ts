import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outcomeOf, type Outcome } from '../command'
import { writeWhole } from '../lock'
import { cacheFolder } from '../place'
import { programAt } from '../requirements'
import { compileStandIn } from './compile'
import { renderScenario } from './render'
import type { Scenario } from './scenario'

/** null where it can be compiled; else why its tests are skipped. */
export async function whyNoStandIn(): Promise<string | null> {
  return (await programAt('gcc')) === null ? 'there is no gcc to compile it' : null
}

/** The stand-in in a folder of its own, without an engine. Whoever opens it closes it. */
export async function openStandIn() {
  const folder = await mkdtemp(join(tmpdir(), 'berth-rig-smi-'))
  const program = join(folder, 'nvidia-smi')
  await outcomeOf(['cp', await compileStandIn(cacheFolder()), program])
  const environment = { BERTH_RIG_SCENARIO_FILE: join(folder, 'scenario') }
  return {
    program,
    environment,
    /** Whole at once: a running stand-in may read at any moment, and ends on half a scenario. */
    given: (scenario: Scenario): Promise<void> =>
      writeWhole(join(folder, 'scenario'), renderScenario('a-test', scenario)),
    asked: (...args: string[]): Promise<Outcome> =>
      outcomeOf([program, ...args], { env: environment, milliseconds: 10_000 }),
    close: (): Promise<void> => rm(folder, { recursive: true, force: true }),
  }
}
export type StandIn = Awaited<ReturnType<typeof openStandIn>>

export function sample(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, 'samples', name), 'utf8')
}
