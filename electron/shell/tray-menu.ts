// What the tray says: each card's memory and the environments that run. Pure.
import type { Container } from '../../shared/contract/containers'
import type { GpuState } from '../../shared/contract/gpus'
import type { Words } from './words'

export type TrayLine = { is: 'text'; label: string } | { is: 'gap' } | { is: 'open' | 'quit'; label: string }

const mostEnvironments = 12

export function trayLines(
  facts: { gpus: GpuState; containers: readonly Container[] },
  words: Words,
): TrayLine[] {
  const running = facts.containers.filter(({ state, environment }) => state === 'running' && environment)
  const environments = running
    .slice(0, mostEnvironments)
    .map(({ environment, name }): TrayLine => ({ is: 'text', label: `  ${environment?.name ?? name}` }))
  const more = running.length - environments.length
  return [
    ...cardLines(facts.gpus, words),
    { is: 'gap' },
    { is: 'text', label: running.length === 0 ? words.noneRunning : words.running(running.length) },
    ...environments,
    ...(more > 0 ? [{ is: 'text' as const, label: words.more(more) }] : []),
    { is: 'gap' },
    { is: 'open', label: words.openBerth },
    { is: 'quit', label: words.quit },
  ]
}

function cardLines(gpus: GpuState, words: Words): TrayLine[] {
  if (gpus.is !== 'live') return [{ is: 'text', label: words.gpusNotWatched }]
  const lines = gpus.cards.map((card): TrayLine => ({ is: 'text', label: cardLine(card) }))
  // Figures that are not real never look as if they were.
  return gpus.simulated === null ? lines : [{ is: 'text', label: words.simulated }, ...lines]
}

/** `GPU 0   56.0 / 80.0 GiB   97 %` */
function cardLine(card: Extract<GpuState, { is: 'live' }>['cards'][number]): string {
  const { memoryUsedMiB: used, memoryTotalMiB: total, utilisationPercent: busy } = card
  const memory = used === null || total === null ? '–' : `${gibibytes(used)} / ${gibibytes(total)} GiB`
  return [`GPU ${card.index}`, memory, ...(busy === null ? [] : [`${Math.round(busy)} %`])].join('   ')
}

const gibibytes = (mebibytes: number) => (mebibytes / 1024).toFixed(1)
