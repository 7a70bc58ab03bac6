// What it means when nvidia-smi gives no readings. The words decide first: one exit code is used for several causes.
import type { GpuState } from '../../contract/gpus'

type Absent = Extract<GpuState, { is: 'absent' }>
type Failed = Extract<GpuState, { is: 'failed' }>
export type Face = Absent | Omit<Failed, 'retryAt'>

const byWords: [RegExp, Absent['reason'] | Failed['reason']][] = [
  [/driver\/library version mismatch/i, 'mismatch'],
  [/no devices were found/i, 'no-devices'],
  [/couldn't communicate with the NVIDIA driver|driver (is )?not loaded/i, 'no-driver'],
  [/couldn't find libnvidia-ml|NVML Shared Library Not Found/i, 'no-driver'],
  [/GPU is lost|fallen off the bus/i, 'lost'],
]

/** The manual's codes, and NVML's 18 (library and kernel module differ). 127 is the shell's "not found". */
const byCode: Partial<Record<number, Absent['reason'] | Failed['reason']>> = {
  6: 'no-devices',
  9: 'no-driver',
  12: 'no-driver',
  15: 'lost',
  18: 'mismatch',
  127: 'no-nvidia-smi',
}

/** `raw` is everything it printed on both streams; `exitCode` null when it was killed or never answered. */
export function faceOf(raw: string, exitCode: number | null): Face {
  const said = byWords.find(([pattern]) => pattern.test(raw))?.[1]
  // Code 6 alone is "a query failed": with other words than "no devices" it says nothing about the cards.
  const coded = exitCode === 6 && raw.trim() !== '' ? undefined : byCode[exitCode ?? -1]
  const reason = said ?? coded ?? 'unknown'
  return reason === 'no-devices' || reason === 'no-nvidia-smi'
    ? { is: 'absent', reason, raw }
    : { is: 'failed', reason, raw, exitCode }
}
