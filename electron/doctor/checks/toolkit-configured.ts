// Does the engine know the toolkit: by a registered runtime, through CDI, or by the hook that it found at its start.
import { fine, notApplicable, problem, unknown, type DoctorCheck } from '../check'
import { all } from '../evidence'
import { configGap } from '../facts/daemon'

/** The engine's words when no part of it takes GPU requests, or the runtime has no such name. */
export const unaware =
  /could not select device driver|unknown or invalid runtime name|no known GPU vendor found/i

export const toolkitConfiguredCheck: DoctorCheck = {
  id: 'toolkit-configured',
  after: ['toolkit'],
  milliseconds: 60_000,
  async run(look) {
    const [state, info, daemon, parts] = await Promise.all([
      ...([look.engine(), look.info(), look.daemon(), look.toolkit()] as const),
    ])
    if (state.is !== 'up' || info === null) return unknown('check-timed-out', { params: { seconds: 60 } })
    if (state.product !== 'docker')
      return notApplicable('toolkit-not-needed', { params: { product: state.product } })
    const seen = all(`runtimes: ${info.runtimes.join(', ')}`, daemon?.evidence ?? null)
    if (info.runtimes.includes('nvidia')) return fine('runtime-registered', { evidence: seen })
    if (info.cdiDevices.some((name) => name.startsWith('nvidia.com/')))
      return fine('toolkit-by-cdi', { evidence: all(seen, `CDI devices: ${info.cdiDevices.join(', ')}`) })
    const file = daemon?.configFile ?? '/etc/docker/daemon.json'
    if (daemon?.config?.runtimes?.['nvidia'] !== undefined)
      return fine('runtime-in-file', { params: { file }, evidence: seen })
    // Found by no search, and proven by a container that got its cards.
    if (parts.hook === null && parts.ctk === null) return fine('toolkit-by-hook', { evidence: seen })
    // The base part alone works through CDI, which has a check of its own.
    if (parts.hook === null)
      return fine('toolkit-cdi-only', { params: { version: parts.version }, evidence: seen })
    const start = await look.gpuStart()
    const evidence = all(seen, start.evidence)
    const younger =
      parts.changedAt !== null && daemon?.startedAt != null && parts.changedAt > daemon.startedAt
    if ((start.is === 'refused' && unaware.test(start.message)) || (start.is === 'no-image' && younger))
      return problem('toolkit-unconfigured', {
        params: { file },
        evidence,
        fixes: [{ id: 'configure-toolkit', gaps: configGap(daemon) }],
      })
    return fine('toolkit-by-hook', { evidence })
  },
}
