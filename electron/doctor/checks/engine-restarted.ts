// Was the engine restarted since its configuration or the toolkit changed: it reads both only when it starts.
import { advice, fine, notApplicable, problem, unknown, type DoctorCheck } from '../check'
import { all } from '../evidence'
import { unaware } from './toolkit-configured'

/** Clocks of files and of the pid file tick differently by up to this. */
const slackMilliseconds = 2_000

export const engineRestartedCheck: DoctorCheck = {
  id: 'engine-restarted',
  after: ['engine', 'toolkit-configured'],
  milliseconds: 60_000,
  async run(look) {
    const [daemon, info, parts] = await Promise.all([look.daemon(), look.info(), look.toolkit()])
    if (daemon === null || info === null) {
      const state = await look.engine()
      if (state.is === 'up' && !state.local)
        return notApplicable('engine-remote', { params: { address: state.address } })
      return look.machine.platform === 'linux' && state.is === 'up' && state.product === 'docker'
        ? unknown('engine-start-unknown')
        : notApplicable('not-linux')
    }
    const { startedAt, configChangedAt, configFile } = daemon
    if (startedAt === null) return unknown('engine-start-unknown', { evidence: daemon.evidence })
    const since = startedAt + slackMilliseconds
    const evidence = all(
      daemon.evidence,
      configChangedAt === null ? null : `${configFile} changed: ${new Date(configChangedAt).toISOString()}`,
      parts.changedAt === null ? null : `toolkit changed: ${new Date(parts.changedAt).toISOString()}`,
    )
    const fixes = [{ id: 'restart-engine' as const }]
    const registered = daemon.config?.runtimes?.['nvidia'] !== undefined
    if (registered && !info.runtimes.includes('nvidia'))
      return problem('engine-not-restarted', { params: { changed: configFile }, evidence, fixes })
    const changed = await unknownToEngine(look, parts.changedAt, startedAt)
    if (changed !== null) return problem('engine-not-restarted', { params: { changed }, evidence, fixes })
    if (configChangedAt !== null && configChangedAt > since)
      return advice('engine-config-newer', { params: { file: configFile }, evidence, fixes })
    return fine('engine-current', { evidence })
  },
}

/** The toolkit came after the engine's start, and a container shows that the engine does not know it. */
async function unknownToEngine(
  look: Parameters<DoctorCheck['run']>[0],
  changedAt: number | null,
  startedAt: number,
) {
  if (changedAt === null || changedAt <= startedAt) return null
  const [parts, start] = await Promise.all([look.toolkit(), look.gpuStart()])
  return start.is === 'refused' && unaware.test(start.message) ? parts.hook : null
}
