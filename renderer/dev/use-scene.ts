// Who holds the preview's cards, what is to be told, and how the cards are connected.
import type { Alert } from '../../shared/contract/alerts'
import type { Container } from '../../shared/contract/containers'
import type { GpuState, Topology } from '../../shared/contract/gpus'
import type { GpuProcess, GpuUse } from '../../shared/contract/processes'

const now = Date.now()
const hour = 3600_000

const notebooks = ['train_vit.ipynb', 'experiments/2026-11/explore-attention-maps.ipynb', 'eval.ipynb', null]

/** Three processes a card at most: two notebooks of the environments, and somebody outside. */
export function useOf(gpus: GpuState, containers: readonly Container[]): GpuUse {
  if (gpus.is !== 'live') return { is: 'unavailable' }
  const processes = gpus.cards.flatMap((card, index): GpuProcess[] => {
    const used = card.memoryUsedMiB ?? 0
    if (used < 1000) return []
    const container = containers[index % Math.max(1, containers.length)]
    const inside = (part: number, at: number): GpuProcess => ({
      pid: 48_200 + index * 10 + at,
      startedAt: now - (at + 1) * hour,
      command:
        '/opt/conda/bin/python -m ipykernel_launcher -f /home/ada/.local/share/jupyter/runtime/kernel-1.json',
      user: 'ada',
      holds: [{ uuid: card.uuid, mig: null, memoryMiB: Math.round(used * part) }],
      owner: {
        is: 'container',
        containerId: container?.id ?? 'x',
        name: container?.name ?? 'other-container',
        environment: container?.environment
          ? { id: container.environment.id, name: container.environment.name, startedBy: 'grace' }
          : null,
        kernel: {
          id: `kernel-${index}-${at}`,
          state: at === 0 ? 'busy' : 'idle',
          lastActivity: now - 3 * hour,
          notebook: notebooks[(index + at) % notebooks.length] ?? null,
        },
      },
    })
    const outside: GpuProcess = {
      pid: 912 + index,
      startedAt: now - 40 * hour,
      command: './lammps -in equilibrate.in -sf gpu -pk gpu 1',
      user: 'chemistry',
      holds: [{ uuid: card.uuid, mig: null, memoryMiB: Math.round(used * 0.15) }],
      owner:
        index === 4 ? { is: 'unknown', why: 'no-permission', evidence: '/proc/916/cgroup' } : { is: 'host' },
    }
    return [inside(0.55, 0), inside(0.25, 1), ...(index % 2 === 0 ? [outside] : [])]
  })
  return { is: 'live', at: now, processes, mig: [] }
}

export function topologyOf(gpus: GpuState): Topology | null {
  if (gpus.is !== 'live') return null
  const names = [...gpus.cards.map(({ index }) => `GPU${index}`), 'NIC0']
  const half = Math.ceil(gpus.cards.length / 2)
  const link = (a: number, b: number) => {
    if (a === b) return ''
    if (a === names.length - 1 || b === names.length - 1) return Math.min(a, b) < half ? 'PIX' : 'SYS'
    return gpus.cards.length > 4 ? 'NV18' : Math.floor(a / half) === Math.floor(b / half) ? 'PHB' : 'SYS'
  }
  return {
    names,
    links: names.map((_, a) => names.map((_name, b) => link(a, b))),
    affinity: Object.fromEntries(
      gpus.cards.map(({ index }) => [`GPU${index}`, { cpus: index < half ? '0-31' : '32-63', numa: '0' }]),
    ),
  }
}

export const alerts: Alert[] = (
  [
    ['container-lost-gpu', { name: 'vision' }, 'Failed to initialize NVML: Unknown Error', 0.05],
    [
      'idle-memory',
      { name: 'llm-finetune', notebook: 'train_vit.ipynb', memoryMiB: 62_464, hours: 3 },
      '',
      0.4,
    ],
    ['memory-full', { card: 4, percent: 97 }, '', 2],
    ['one-busy-card', { name: 'vision', card: 1, cards: 4 }, '', 5],
  ] as const
).map(([kind, params, evidence, hours], index) => ({
  id: kind,
  kind,
  since: now - hours * hour,
  endedAt: index === 3 ? now - hour : null,
  cardUuid: null,
  containerId: 'a'.repeat(64),
  kernelId: 'kernel-0-0',
  params,
  evidence,
  dismissed: false,
}))
