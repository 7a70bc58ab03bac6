// The preview's kernels, its reaper and its reservations.
import type { Container } from '../../shared/contract/containers'
import type { Kernel } from '../../shared/contract/kernels'
import type { Lease } from '../../shared/contract/leases'
import type { ReaperState } from '../../shared/contract/reaper'

const now = Date.now()
const minute = 60_000
const hour = 60 * minute

type Said = { containerId: string; kernels: Kernel[] | null }

/** `kind`: 'some' (all states), 'none', 'silent' or 'looking'. */
export function kernelsOf(containers: readonly Container[], kind: string): Said[] {
  const [container] = containers
  if (container === undefined || kind === 'looking') return []
  if (kind !== 'some') return [{ containerId: container.id, kernels: kind === 'none' ? [] : null }]
  const environment = { id: container.environment?.id ?? '', name: container.name }
  const kernel = (id: string, more: Partial<Kernel>): Kernel => ({
    id,
    containerId: container.id,
    environment,
    state: 'idle',
    lastActivity: now - 3 * hour,
    notebook: null,
    spec: 'python3',
    connections: 1,
    pid: 4711,
    cpuPercent: 0.4,
    memoryBytes: 0.9 * 2 ** 30,
    gpuMemoryMiB: 0,
    ...more,
  })
  return [
    {
      containerId: container.id,
      kernels: [
        kernel('kernel-0-0', {
          ...{ state: 'busy', notebook: 'train_vit.ipynb', gpuMemoryMiB: 42_803 },
          ...{ cpuPercent: 131, memoryBytes: 6.2 * 2 ** 30, lastActivity: now - 4000 },
        }),
        kernel('kernel-0-1', {
          notebook: 'experiments/2026-11/explore-attention-maps-of-the-last-layers.ipynb',
          gpuMemoryMiB: 11_468,
        }),
        kernel('kernel-0-2', { notebook: 'plots.ipynb', lastActivity: now - 12 * minute }),
        kernel('kernel-0-3', { state: 'dead', notebook: 'eval.ipynb', cpuPercent: null, memoryBytes: null }),
        kernel('kernel-0-4', { state: 'starting', lastActivity: null, cpuPercent: null }),
      ],
    },
  ]
}

export function reaperOf(containers: readonly Container[]): ReaperState {
  const [container] = containers
  if (!container?.environment) return { rules: {}, pending: [], log: [] }
  const { id, name } = container.environment
  const notebook = 'experiments/2026-11/explore-attention-maps-of-the-last-layers.ipynb'
  const done = (
    [
      ['announced', notebook, 11_468, 0.2, ''],
      ['kept', 'eval.ipynb', 4096, 300, ''],
      ['shut-down', null, 23_552, 1500, ''],
      ['failed', 'plots.ipynb', 3174, 3000, 'JupyterSilent: no answer at 127.0.0.1:49153'],
    ] as const
  ).map(([outcome, of, memoryMiB, minutes, detail]) => ({
    at: now - minutes * minute,
    environment: name,
    notebook: of,
    memoryMiB,
    outcome,
    detail,
  }))
  return {
    rules: { [id]: { on: true, idleMinutes: 60, memoryMiB: 1024, graceMinutes: 5 } },
    pending: [
      {
        ...{ environmentId: id, environment: name, containerId: container.id, kernelId: 'kernel-0-1' },
        ...{ notebook, memoryMiB: 11_468, shutdownAt: now + 4.2 * minute },
      },
    ],
    log: done,
  }
}

export function leasesOf(containers: readonly Container[]): Lease[] {
  return containers.slice(0, 1).map(({ name, environment }) => ({
    id: 'berth-lease-1',
    environmentId: environment?.id ?? '',
    environment: name,
    holder: 'grace@atlas',
    mine: false,
    uuids: environment?.gpuUuids ?? [],
    until: now + 3 * hour,
  }))
}
