// Is the part installed that hands the cards to containers.
import { fine, notApplicable, problem, unknown, type DoctorCheck } from '../check'
import { all } from '../evidence'
import { before } from './engine-setup'

export const toolkitCheck: DoctorCheck = {
  id: 'toolkit',
  after: ['driver', 'driver-versions', 'engine', 'engine-setup'],
  milliseconds: 60_000,
  async run(look) {
    const state = await look.engine()
    if (state.is !== 'up') return unknown('check-timed-out', { params: { seconds: 60 } })
    if (!state.local) return notApplicable('engine-remote', { params: { address: state.address } })
    if (state.product === 'desktop')
      return notApplicable('toolkit-not-needed', { params: { product: state.product } })
    if (look.machine.platform !== 'linux') return notApplicable('not-linux')
    const [{ hook, ctk, version, evidence }, info] = await Promise.all([look.toolkit(), look.info()])
    // /var/snap is where the snap keeps its images.
    if (info?.dataRoot.startsWith('/var/snap/') === true && !info.runtimes.includes('nvidia'))
      return problem('toolkit-snap-engine', {
        evidence: all(evidence, `data root: ${info.dataRoot}`),
        fixes: [{ id: 'leave-snap' }],
      })
    if (hook !== null) return fine('toolkit-present', { params: { version }, evidence })
    // The base part alone is enough for engines that have CDI.
    const hasCdi = state.product === 'podman' || (info !== null && !before(info.version, 25, 0))
    if (ctk !== null && hasCdi) return fine('toolkit-cdi-only', { params: { version }, evidence })
    // Some distributions keep it where no PATH leads: a container that starts with its cards proves more than a search.
    const start = await look.gpuStart()
    if (start.is === 'runs')
      return fine('toolkit-present', { params: { version: '' }, evidence: all(evidence, start.evidence) })
    return problem('toolkit-missing', {
      evidence: all(evidence, start.is === 'no-image' ? null : start.evidence),
      fixes: [{ id: 'install-toolkit' }],
    })
  },
}
