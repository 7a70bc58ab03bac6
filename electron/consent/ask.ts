// Asks before what the page wants is done, where that would give more of the host away than a person agreed to.
import type { TerminalTarget } from '../../shared/contract/terminals'
import { RefusalError } from '../../shared/model/refusal'
import type { SettingsPatch } from '../../shared/model/settings'
import type { Question, RiskyMount } from '../../shared/words/consent'
import type { LaunchRoom, Services } from '../services'

/** Of so many a person can still read each. */
const mostMountsAtOnce = 5

type Parts = Pick<Services, 'launch' | 'agreements' | 'settings'> & {
  shell: Pick<Services['shell'], 'confirm'>
}

/** Each refuses with MountRefused or NotAllowed, and does nothing then. */
export function createConsent({ launch, agreements, settings, shell }: Parts) {
  async function agree(
    question: Question,
    refuse: (how: 'declined' | 'asks') => RefusalError,
  ): Promise<void> {
    const answer = await shell.confirm(question)
    if (answer !== 'yes') throw refuse(answer === 'no' ? 'declined' : 'asks')
  }

  async function agreeToMounts(mounts: readonly RiskyMount[]): Promise<void> {
    const [first] = mounts
    if (first === undefined) return
    const these = mounts.slice(0, mostMountsAtOnce)
    await agree({ is: 'mounts', mounts: these }, (reason) => mountRefused(first, reason))
    for (const { path, readOnly } of these) agreements.add({ path, readOnly })
    await agreeToMounts(mounts.slice(mostMountsAtOnce))
  }

  return {
    /** What is asked about is judged again by the launch itself: another path by then is another question. */
    async toLaunch<T>(wanted: Parameters<LaunchRoom['asks']>[0], go: () => Promise<T>): Promise<T> {
      await agreeToMounts(await launch.asks(wanted))
      return await go()
    },

    /** Containers are made with what was agreed to; a folder of theirs may lead elsewhere by now. */
    async toStart(containerId: string, go: () => Promise<void>): Promise<void> {
      await launch.checkMounts(containerId)
      await go()
    },

    /** A shell on the host is outside every container: the first of a run is asked about. */
    async toOpen<T>(target: TerminalTarget, go: () => Promise<T>): Promise<T> {
      if (target.is === 'host' && !agreements.hostTerminals) {
        await agree({ is: 'host-terminals' }, (how) => notAllowed('host-terminals', how, ''))
        agreements.hostTerminals = true
      }
      return await go()
    },

    /** Another engine gets the registries' passwords with each pull, and the variables of each launch. */
    async toChange<T>({ engineAddress: address }: SettingsPatch, go: () => T): Promise<T> {
      if (address !== undefined && address !== '' && address !== settings.get().engineAddress)
        await agree({ is: 'engine', address }, (how) => notAllowed('engine', how, address))
      return go()
    },
  }
}

function mountRefused({ path, why }: RiskyMount, reason: 'declined' | 'asks'): RefusalError {
  return new RefusalError('MountRefused', {
    params: { path, real: path, reason, risk: why },
    evidence: path,
    actions: ['choose-folder'],
  })
}

function notAllowed(what: 'host-terminals' | 'engine', how: 'declined' | 'asks', evidence: string) {
  return new RefusalError('NotAllowed', { params: { what, how, address: evidence }, evidence })
}
