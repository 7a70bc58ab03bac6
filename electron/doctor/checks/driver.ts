// Is there an NVIDIA card, and is its driver installed and loaded.
import { fine, notApplicable, problem, type DoctorCheck } from '../check'
import { all } from '../evidence'
import { whyNotLoaded } from '../facts/driver'

export const driverCheck: DoctorCheck = {
  id: 'driver',
  after: [],
  milliseconds: 30_000,
  async run(look) {
    const [smi, module, bus] = await Promise.all([look.smi(), look.kernelModule(), look.bus()])
    const evidence = all(module.evidence, smi.evidence, bus.evidence)
    if (look.machine.platform === 'darwin') return notApplicable('cpu-only', { evidence })
    if (smi.is === 'live')
      return fine('driver-loaded', {
        params: { version: module.version ?? smi.cards[0]?.driver ?? '' },
        evidence,
      })
    if (module.version !== null)
      return fine('driver-loaded', { params: { version: module.version }, evidence })
    if (smi.is === 'missing')
      return bus.cards.length === 0
        ? notApplicable('cpu-only', { evidence })
        : problem('driver-missing', {
            params: { card: bus.cards[0] ?? '' },
            evidence,
            fixes: [{ id: 'install-driver' }],
          })
    // NVML names a mismatch only after the kernel module told it its version.
    if (smi.reason === 'mismatch' || smi.reason === 'lost' || smi.reason === 'no-devices')
      return fine('driver-loaded', { evidence })
    const { reason, evidence: more } = await whyNotLoaded(look.machine)
    return problem('driver-not-loaded', {
      params: { reason },
      evidence: all(evidence, more),
      fixes: [{ id: 'load-driver' }],
    })
  },
}
