// What became of a shell, told apart so that each end has its own words and its own way on.
import type { Terminal } from '../../shared/contract/terminals'
import type { Refusal } from '../../shared/model/refusal'

export type Ended =
  | { is: 'finished' }
  | { is: 'failed'; code: number; asAfter: string | null }
  | { is: 'signalled'; signal: string }
  | { is: 'stopped'; name: string; code: number | null }
  | { is: 'removed'; name: string }
  | { is: 'engine-lost'; refusal: Refusal }
  | { is: 'refused'; refusal: Refusal }

export function endOf({ state, label }: Pick<Terminal, 'state' | 'label'>): Ended | null {
  switch (state.is) {
    case 'running':
      return null
    case 'exited':
      if (state.code === null || state.code === 0) return { is: 'finished' }
      return { is: 'failed', code: state.code, asAfter: signals[state.code - 128] ?? null }
    case 'signalled':
      return { is: 'signalled', signal: state.signal }
    case 'lost':
      return lost(state.refusal, label)
  }
}

function lost(refusal: Refusal, label: string): Ended {
  const code = Number(refusal.params['code'] ?? refusal.params['exitCode'] ?? Number.NaN)
  if (refusal.code === 'ContainerExited')
    return { is: 'stopped', name: label, code: Number.isNaN(code) ? null : code }
  if (refusal.code === 'NotFound') return { is: 'removed', name: label }
  if (refusal.code === 'EngineDown') return { is: 'engine-lost', refusal }
  return { is: 'refused', refusal }
}

// Linux on x86-64 and arm64 (signal(7)); a shell gives 128 + n for a program that a signal ended.
const signals: Partial<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
}
