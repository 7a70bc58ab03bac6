// Asks a container for its cards, from the inside: after a daemon reload it may have lost them while it runs on.
import type { Engine } from '../engine'

export type ProbeAnswer =
  | { is: 'has-cards'; count: number }
  | { is: 'lost'; evidence: string }
  /** No nvidia-smi in it, or words that nobody knows: nothing is claimed. */
  | { is: 'cannot-tell' }
  /** No answer in time. What was started may hang in the driver, where nobody can end it. */
  | { is: 'silent' }

const patienceMilliseconds = 20_000

export async function probeCards(
  engine: Pick<Engine, 'containers'>,
  containerId: string,
  signal: AbortSignal,
  milliseconds = patienceMilliseconds,
): Promise<ProbeAnswer> {
  const late = AbortSignal.timeout(milliseconds)
  const deadline = AbortSignal.any([signal, late])
  try {
    const { exitCode, stdout, stderr } = await engine.containers.run(
      containerId,
      { cmd: ['nvidia-smi', '-L'] },
      deadline,
    )
    return answerOf(exitCode, `${stdout}\n${stderr}`)
  } catch {
    // It stopped, it is gone, it has no such program: other rooms say what is the matter with it.
    return { is: late.aborted && !signal.aborted ? 'silent' : 'cannot-tell' }
  }
}

/**
 * Pure. `Failed to initialize NVML: Unknown Error` is what remains when systemd has rewritten the device rules of the
 * container's cgroup (NVIDIA container toolkit, known issues); a mismatch of driver and library is the host's trouble and
 * is told there.
 */
export function answerOf(exitCode: number, text: string): ProbeAnswer {
  const count = text.split('\n').filter((line) => /^GPU \d+:/.test(line)).length
  if (exitCode === 0 && count > 0) return { is: 'has-cards', count }
  if (/Failed to initialize NVML: (Unknown Error|Insufficient Permissions)|No devices were found/i.test(text))
    return { is: 'lost', evidence: text.trim().slice(0, 500) }
  return { is: 'cannot-tell' }
}
