import type { ContractClient } from './transport'
import { createWatch, once } from './watch'

/** One shared subscription per watch of the contract. */
export function createWatches(client: ContractClient) {
  return {
    engine: createWatch((signal) => client.engine.watch(undefined, { signal })),
    containers: createWatch((signal) => client.containers.watch(undefined, { signal })),
    usage: createWatch((signal) => client.containers.usage(undefined, { signal }), { whileVisible: true }),
    catalogue: createWatch((signal) => client.launch.catalogue.watch(undefined, { signal })),
    tasks: createWatch((signal) => client.launch.tasks(undefined, { signal })),
    gpus: createWatch((signal) => client.gpus.watch(undefined, { signal }), { whileVisible: true }),
    processes: createWatch((signal) => client.processes.watch(undefined, { signal }), { whileVisible: true }),
    kernels: createWatch((signal) => client.kernels.watch(undefined, { signal }), { whileVisible: true }),
    reaper: createWatch((signal) => client.reaper.watch(undefined, { signal })),
    alerts: createWatch((signal) => client.alerts.watch(undefined, { signal })),
    leases: createWatch((signal) => client.leases.watch(undefined, { signal })),
    doctor: createWatch((signal) => client.doctor.watch(undefined, { signal })),
    secrets: createWatch((signal) => client.secrets.watch(undefined, { signal })),
    settings: createWatch((signal) => client.settings.watch(undefined, { signal })),
    sessions: createWatch((signal) => client.sessions.watch(undefined, { signal })),
    terminals: createWatch((signal) => client.terminals.watch(undefined, { signal })),
    facts: createWatch((signal) =>
      Promise.resolve(once(() => client.host.facts(undefined, { signal }), signal)),
    ),
  }
}
export type Watches = ReturnType<typeof createWatches>
