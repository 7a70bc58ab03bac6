// A doctor on a rig of its own, for tests in which drivers, toolkits and engines come and go.
import type { Rig } from '../../e2e/rig'
import type { Check, CheckId, DoctorState } from '../../shared/contract/doctor'
import type { FixId } from '../../shared/model/doctor/findings'
import { createEngine } from '../engine'
import type { DoctorRoom } from '../services'
import { createDoctor, thisMachine, type Machine } from '.'

export type Ward = {
  machine: Machine
  doctor: DoctorRoom
  /** Every check, after a round. */
  examined(): Promise<Check[]>
  check(id: CheckId): Check
  /** Applies it, and gives its output and exit code. */
  mended(check: CheckId, fix: FixId): Promise<{ output: string; exitCode: number | null }>
  dispose(): Promise<void>
}

/** `change` is what this person's shell has different; undefined takes a variable away. */
export async function openWard(
  rig: Rig,
  change: Record<string, string | undefined> = {},
  differently: (machine: Machine) => Machine = (machine) => machine,
): Promise<Ward> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...rig.env, ...change }
  const engine = createEngine({ address: () => '', env, home: '/nowhere', log: () => undefined })
  const machine = differently(thisMachine(env))
  const around = { engine, machine, owner: 'a/test/of/the-doctor', log: () => undefined }
  const doctor = createDoctor({
    ...around,
    registries: () => [rig.registry.host],
    projectFolder: () => '/tmp',
  })
  const stop = new AbortController()
  let state: DoctorState = { checks: [], fixing: null, at: null }
  const followed = (async () => {
    for await (const now of doctor.watch(stop.signal)) state = now
  })()
  const check = (id: CheckId): Check => {
    const found = state.checks.find((each) => each.id === id)
    if (!found) throw new Error(`no check ${id} in ${JSON.stringify(state)}`)
    return found
  }
  await settled(() => state)
  return {
    machine,
    doctor,
    check,
    async examined() {
      await doctor.run(null)
      await settled(() => state)
      return state.checks
    },
    async mended(id, fix) {
      const commands = check(id).fixes.find((each) => each.id === fix)?.commands ?? []
      await doctor.apply({ check: id, fix, commands })
      await settled(() => state)
      return { output: state.fixing?.output ?? '', exitCode: state.fixing?.exitCode ?? null }
    },
    async dispose() {
      stop.abort()
      await followed
      await doctor.dispose()
      await engine.dispose()
    },
  }
}

/** What is wrong, by check and finding; disk and clock are this machine's own. */
export function problemsIn(checks: readonly Check[]): string[] {
  return checks
    .filter(({ id, state }) => state === 'problem' && id !== 'disk' && id !== 'clock')
    .map(({ id, finding }) => `${id}: ${finding}`)
}

async function settled(state: () => DoctorState): Promise<void> {
  const end = Date.now() + 90_000
  for (;;) {
    const { checks } = state()
    if (checks.length > 0 && checks.every((each) => each.state !== 'running')) return
    if (Date.now() > end) throw new Error(`the round did not end: ${JSON.stringify(state())}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
