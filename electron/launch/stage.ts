// A whole launch room on a given engine, with every room it needs, for the integration tests and the bench.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Conf from 'conf'
import type { LaunchTask } from '../../shared/contract/launch'
import { createAgreements } from '../consent'
import { createEngine, type Engine } from '../engine'
import { createGpus, localCommands } from '../gpu'
import { createJupyter } from '../jupyter'
import { createLeases } from '../leases'
import { createSecrets } from '../secrets'
import type { Agreements, GpuRoom, JupyterRoom, LaunchRoom, SecretsRoom, SettingsRoom } from '../services'
import { createSettings } from '../settings'
import { createLaunch, thisMachine, type Machine } from '.'

export type Stage = {
  engine: Engine
  settings: SettingsRoom
  gpus: GpuRoom
  jupyter: JupyterRoom
  secrets: SecretsRoom
  launch: LaunchRoom
  agreements: Agreements
  /** A fresh folder; the stage removes it. */
  folder: string
  lines: string[]
  /** The task once `fits` says so; throws after 60 s, or as long as it is given, with what it was last. */
  until(taskId: string, fits: (task: LaunchTask) => boolean, milliseconds?: number): Promise<LaunchTask>
  dispose(): Promise<void>
}

const patienceMilliseconds = 60_000

export async function openStage(
  rig: { dockerHost: string; env: Record<string, string> },
  change: Partial<Machine> = {},
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-launch-'))
  const env = { ...process.env, ...rig.env }
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const engine = createEngine({ address: () => rig.dockerHost, env, home: folder, log })
  for await (const state of engine.watch(AbortSignal.timeout(patienceMilliseconds)))
    if (state.is === 'up') break
  engine.up()
  const settings = createSettings({
    open: ({ folder: cwd, name }) => new Conf<Record<string, unknown>>({ cwd, configName: name }),
    folder: join(folder, 'settings'),
    log,
  })
  const gpus = createGpus({ run: localCommands({ env }), log, now: () => Date.now() })
  const jupyter = createJupyter({ engine, log })
  const machine = { ...thisMachine(), home: join(folder, 'home'), ...change }
  const leases = createLeases({ engine, holder: 'stage', log, now: Date.now })
  const agreements = createAgreements()
  const heard = () => undefined
  const box = () => Promise.resolve({ is: 'no-desktop' } as const)
  const secrets = createSecrets({ folder: join(folder, 'settings'), box, heard, log })
  const rooms = { engine, settings, gpus, jupyter, leases, agreements, secrets, heard, machine, log }
  const launch = await createLaunch({ ...rooms, berthFolder: join(folder, 'settings') })

  return {
    engine,
    settings,
    gpus,
    jupyter,
    secrets,
    launch,
    agreements,
    folder,
    lines,
    async until(taskId, fits, milliseconds = patienceMilliseconds) {
      let last: LaunchTask | undefined
      for await (const tasks of launch.tasks(AbortSignal.timeout(milliseconds))) {
        last = tasks.find(({ id }) => id === taskId)
        if (last && fits(last)) return last
      }
      throw new Error(`never so; the task was ${JSON.stringify(last)}\n${lines.join('\n')}`)
    },
    async dispose() {
      await launch.dispose()
      await leases.dispose()
      await jupyter.dispose()
      await gpus.dispose()
      await engine.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const ended = ({ state }: LaunchTask) => state.is !== 'running' && state.is !== 'asking'
