// Is the engine recent enough: CDI needs Docker 25 (API 1.44), and 20.10 is the oldest that Berth speaks with.
import { advice, fine, unknown, type DoctorCheck } from '../check'

export const engineVersionCheck: DoctorCheck = {
  id: 'engine-version',
  after: ['engine'],
  milliseconds: 10_000,
  async run(look) {
    const state = await look.engine()
    if (state.is !== 'up') return unknown('check-timed-out', { params: { seconds: 10 } })
    const { version, apiVersion: api, product } = state
    const said = {
      params: { version, api },
      evidence: `version ${version}, API spoken ${api}, ${state.os}, ${state.architecture}`,
    }
    const minor = Number(/^1\.(\d+)$/.exec(api)?.[1] ?? 0)
    // Podman says 1.41 in versions that are current otherwise; its own check is in engine-setup.
    if (product === 'podman' || minor >= 44) return fine('api-current', said)
    return advice('api-old', { ...said, fixes: [{ id: 'upgrade-engine' }] })
  },
}
