// Do the kernel's module and the libraries belong together: after an upgrade the old module stays loaded until a restart.
import { fine, problem, unknown, type DoctorCheck } from '../check'
import { all } from '../evidence'

export const driverVersionsCheck: DoctorCheck = {
  id: 'driver-versions',
  after: ['driver'],
  milliseconds: 30_000,
  async run(look) {
    const [smi, module] = await Promise.all([look.smi(), look.kernelModule()])
    const evidence = all(module.evidence, smi.evidence)
    if (smi.is === 'failed' && smi.reason === 'mismatch') {
      const library = /NVML library version:\s*([\d.]+)/i.exec(smi.raw)?.[1] ?? ''
      const fixes = [{ id: 'reboot' as const }, { id: 'reload-driver' as const }]
      return problem('versions-differ', {
        params: { kernel: module.version ?? '', library },
        evidence,
        fixes,
      })
    }
    // Whoever did not get as far as to ask the driver has not compared anything.
    const compared = smi.is === 'live' || (smi.is === 'failed' && ['lost', 'no-devices'].includes(smi.reason))
    if (!compared) return unknown('versions-untold', { params: { kernel: module.version ?? '' }, evidence })
    const version = module.version ?? (smi.is === 'live' ? (smi.cards[0]?.driver ?? null) : null)
    if (version === null)
      return unknown('check-broke', { params: { message: 'no version was told' }, evidence })
    // Every NVML program compares the two at its start, and nvidia-smi did not complain.
    return fine('versions-agree', { params: { version }, evidence })
  },
}
