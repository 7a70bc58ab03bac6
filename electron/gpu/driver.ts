// What is asked of nvidia-smi once per driver version: the fields it knows, the CUDA it supports, whether it is a stand-in.
import {
  fieldsToAsk,
  parseFieldHelp,
  parseVersions,
  refusedField,
  type Versions,
} from '../../shared/model/nvidia'
import { capture } from './capture'
import type { RunCommand } from './command'

export type Probed = { is: 'here'; fields: string[]; versions: Versions } | { is: 'missing'; raw: string }

export type Driver = {
  probe(signal: AbortSignal): Promise<Probed>
  /** Takes a field out of later queries if this text says that the tool refused it. */
  refused(raw: string): boolean
  /** The driver was changed: ask everything again. */
  forget(): void
}

export function createDriver(run: RunCommand, milliseconds: number): Driver {
  let listed: Set<string> | null = null
  let versions: Versions | null = null
  const refused = new Set<string>()

  async function askVersions(signal: AbortSignal): Promise<Versions> {
    const answer = await capture(run, ['--version'], { signal, milliseconds })
    const read = parseVersions(answer.is === 'missing' ? '' : answer.text)
    if (read.cuda !== null || answer.is !== 'ended' || answer.code === 0) return read
    // Drivers before about R560 have no --version; their banner says the same.
    const banner = await capture(run, [], { signal, milliseconds })
    return { ...parseVersions(banner.is === 'missing' ? '' : banner.text), simulated: read.simulated }
  }

  return {
    async probe(signal) {
      if (!listed) {
        const help = await capture(run, ['--help-query-gpu'], { signal, milliseconds })
        if (help.is === 'missing') return help
        const names = parseFieldHelp(help.text)
        // Without an answer the core set serves for now, and the next start asks again.
        listed = names.size > 0 ? names : null
      }
      if (!versions && !signal.aborted) {
        const read = await askVersions(signal)
        versions = read.driver === null ? null : read
        return { is: 'here', fields: fieldsToAsk(listed, refused), versions: read }
      }
      const unknown: Versions = { driver: null, cuda: null, simulated: null }
      return { is: 'here', fields: fieldsToAsk(listed, refused), versions: versions ?? unknown }
    },
    refused(raw) {
      const field = refusedField(raw)
      if (field === null || refused.has(field)) return false
      refused.add(field)
      return true
    },
    forget() {
      listed = null
      versions = null
      refused.clear()
    },
  }
}
