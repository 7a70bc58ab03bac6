// berth gpu: what the driver says about the cards, once.
import type { Card, GpuState } from '../../shared/contract/gpus'
import { createGpus, localCommands } from '../gpu'
import type { Command } from './command'

export const gpuCommand: Command = {
  name: 'gpu',
  takes: '',
  about: 'show the GPUs of this machine (exit code 1 when there is none to use)',
  options: { json: { type: 'boolean', about: 'print them as JSON' } },
  run: async (given, _positionals, { env, log, out, signal }) => {
    const gpus = createGpus({ run: localCommands({ env }), log: () => undefined, now: Date.now })
    try {
      const state = await gpus.sample(signal)
      out(given['json'] === true ? JSON.stringify(state) : described(state))
      return state.is === 'live' ? 0 : 1
    } finally {
      await gpus.dispose().catch((error: unknown) => log(`gpu: ${String(error)}`))
    }
  },
}

function described(state: GpuState): string {
  switch (state.is) {
    case 'live': {
      const about = `driver ${state.driver}${state.cuda === null ? '' : `, CUDA up to ${state.cuda}`}`
      const simulated = state.simulated === null ? [] : [state.simulated]
      return [...simulated, about, ...state.cards.map(line)].join('\n')
    }
    case 'absent':
      return state.reason === 'no-devices'
        ? 'The driver sees no GPU.'
        : 'There is no NVIDIA GPU tool here (nvidia-smi).'
    case 'failed':
      return state.raw.trim()
    case 'looking':
      return 'The driver has not answered.'
  }
}

function line(card: Card): string {
  const {
    memoryUsedMiB: used,
    memoryTotalMiB: total,
    utilisationPercent: busy,
    temperatureCelsius: heat,
  } = card
  const memory = `${used ?? '–'} / ${total ?? '–'} MiB`
  const health = card.health === 'ok' ? '' : `  ${card.health}`
  return `${String(card.index).padStart(2)}  ${card.name}  ${memory}  ${busy ?? '–'} %  ${heat ?? '–'} °C  ${card.uuid}${health}`
}
