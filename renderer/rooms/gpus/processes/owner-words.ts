import type { GpuProcess } from '../../../../shared/contract/processes'
import { kernelWords, useFormat, useText } from '../../../i18n'
import { text } from './text'

/** The owner of a process in one line, and what there is to say beneath it. */
export function useOwnerWords() {
  const words = useText(text)
  const kernels = useText(kernelWords)
  const format = useFormat()
  const ownerOf = ({ owner }: GpuProcess): string => {
    switch (owner.is) {
      case 'container':
        return owner.environment?.name ?? owner.name
      case 'host':
        return words.host
      case 'unknown':
        return words.unknown[owner.why]
    }
  }
  const detailOf = ({ owner }: GpuProcess, now: number): string => {
    if (owner.is !== 'container') return owner.is === 'unknown' ? owner.evidence : ''
    const kernel = owner.kernel
    const idle =
      kernel?.state === 'idle' && kernel.lastActivity !== null
        ? kernels.idleFor(format.duration(Math.max(0, now - kernel.lastActivity) / 1000))
        : kernel === null
          ? ''
          : kernels.states[kernel.state]
    const by = owner.environment?.startedBy
    return [idle, by == null ? '' : words.startedBy(by)].filter(Boolean).join(' · ')
  }
  return {
    ownerOf,
    detailOf,
    shares: { host: words.hostUser, unknown: words.unknownOwner, rest: words.rest },
  }
}
