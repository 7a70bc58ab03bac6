// For tests of the carriers: services of which only the parts under test are there.
import type { Services } from './services'

/** A room of which only `part` is there: using anything else fails the test. */
export function standIn<T extends object>(part: Partial<T>): T {
  return new Proxy(part, {
    get: (target, key) => {
      if (Reflect.has(target, key)) return Reflect.get(target, key) as unknown
      return () => {
        throw new Error(`the test did not expect ${String(key)} to be used`)
      }
    },
  }) as T
}

export function standInServices(part: Partial<Services>): Services {
  return {
    agreements: standIn({}),
    engine: standIn({}),
    settings: standIn({}),
    secrets: standIn({}),
    containers: standIn({}),
    launch: standIn({}),
    preflight: standIn({}),
    jupyter: standIn({}),
    terminals: standIn({}),
    gpus: standIn({}),
    processes: standIn({}),
    kernels: standIn({}),
    reaper: standIn({}),
    alerts: standIn({}),
    leases: standIn({}),
    doctor: standIn({}),
    diagnostics: standIn({}),
    host: standIn({}),
    streams: standIn({}),
    shell: standIn({}),
    sessions: standIn({}),
    ...part,
  }
}
