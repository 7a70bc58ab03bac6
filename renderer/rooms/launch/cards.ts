import type { Card, GpuState } from '../../../shared/contract/gpus'
import type { GpuChoice } from '../../../shared/model/launch-spec'

/** 'NVIDIA A100-SXM4-80GB' → 'A100 80GB': the maker and the socket say nothing to the person choosing. */
export function shortCardName(name: string): string {
  return name
    .replace(/^NVIDIA\s+/i, '')
    .replace(/^GeForce\s+/i, '')
    .replace(/[-\s](SXM\d?|PCIe|NVL)(?=[-\s]|$)/gi, '')
    .replace(/-/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

export function freeMiB(card: Card): number | null {
  return card.memoryTotalMiB === null || card.memoryUsedMiB === null
    ? null
    : card.memoryTotalMiB - card.memoryUsedMiB
}

export const modes = ['least-busy', 'all', 'none'] as const

/** The chips that stand for a choice: a mode's name, or the cards' UUIDs. */
export function chipsOf(choice: GpuChoice): Set<string> {
  if (choice.is === 'cards') return new Set(choice.uuids)
  return new Set([choice.is === 'count' ? 'least-busy' : choice.is])
}

/** What a press on the chips makes of a choice: a mode replaces everything, a card joins the other cards. */
export function pressChip(choice: GpuChoice, pressed: ReadonlySet<string>): GpuChoice {
  const before = chipsOf(choice)
  const added = [...pressed].find((key) => !before.has(key))
  if (added === 'least-busy') return { is: 'least-busy', count: 1 }
  if (added === 'all' || added === 'none') return { is: added }
  const uuids = [...pressed].filter((key) => !modes.some((mode) => mode === key))
  // Taking the last card away is not "none": the choice stays until another is made.
  return uuids.length === 0 ? choice : { is: 'cards', uuids }
}

/** What one click uses when nothing was chosen: the least busy card where there are cards, else the CPU. */
export function defaultGpus(state: GpuState | null): GpuChoice {
  const without = state?.is === 'absent' || (state?.is === 'live' && state.cards.length === 0)
  return without ? { is: 'none' } : { is: 'least-busy', count: 1 }
}
