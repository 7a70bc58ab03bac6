// The figures that terminals are held to, and whether a run kept them.
import { highWaterBytes } from '../../../shared/bytes'

/** `least…` or `most…` of the figure's name, and its bar, stand beside it in the answer. */
const bars = {
  engineToMainRatio: { is: 'least', named: 'leastEngineToMainRatio', value: 0.6 },
  uiFloodRatio: { is: 'least', named: 'leastUiFloodRatio', value: 0.4 },
  echoIdleP99Ms: { is: 'most', named: 'mostEchoIdleP99Ms', value: 15 },
  echoFloodP99Ms: { is: 'most', named: 'mostEchoFloodP99Ms', value: 50 },
  ctrlCP95Ms: { is: 'most', named: 'mostCtrlCP95Ms', value: 250 },
  mainGrowthMB: { is: 'most', named: 'mostMainGrowthMB', value: 32 },
  mostUnacknowledgedBytes: { is: 'most', named: 'mostAllowedUnacknowledgedBytes', value: 2 * highWaterBytes },
  idleCpuPercent: { is: 'most', named: 'mostIdleCpuPercent', value: 1 },
} as const

export type Barred = Record<keyof typeof bars, number>

/** What was not measured (NaN) is not kept either. */
export function judged(figures: Barred): Record<string, number | boolean> {
  const names = Object.keys(bars) as (keyof typeof bars)[]
  const kept = names.map((name) =>
    bars[name].is === 'least' ? figures[name] >= bars[name].value : figures[name] <= bars[name].value,
  )
  const beside = names.flatMap((name) => [
    [name, figures[name]] as const,
    [bars[name].named, bars[name].value] as const,
  ])
  return { ...Object.fromEntries(beside), ok: !kept.includes(false) }
}
