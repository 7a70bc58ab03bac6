// Which parts of the NVIDIA Container Toolkit are installed, and since when.
import { all, ofCommand } from '../evidence'
import type { Machine } from '../machine'

export type Toolkit = {
  /** Paths; null where they are not on the PATH. dockerd offers --gpus when it finds the hook at its start. */
  hook: string | null
  ctk: string | null
  version: string
  /** Milliseconds since the epoch when the hook came. */
  changedAt: number | null
  evidence: string
}

export async function readToolkit(machine: Machine, signal: AbortSignal): Promise<Toolkit> {
  const [hook, cdiHook, ctk] = await Promise.all(
    ['nvidia-container-runtime-hook', 'nvidia-cdi-hook', 'nvidia-ctk'].map((name) => machine.programAt(name)),
  )
  const found = hook ?? cdiHook ?? null
  const argv = ['nvidia-ctk', '--version']
  const ran = ctk ? await machine.run([ctk, '--version'], { signal, milliseconds: 5_000 }) : null
  const version = ran?.is === 'ended' ? (/version\s+v?(\d[\w.~-]*)/i.exec(ran.text)?.[1] ?? '') : ''
  return {
    hook: hook ?? null,
    ctk: ctk ?? null,
    version,
    changedAt: found === null ? null : await machine.changedAt(found),
    evidence: all(
      `nvidia-container-runtime-hook: ${hook ?? 'not on the PATH'}`,
      `nvidia-cdi-hook: ${cdiHook ?? 'not on the PATH'}`,
      `nvidia-ctk: ${ctk ?? 'not on the PATH'}`,
      ran === null ? null : ofCommand(argv, ran),
    ),
  }
}
