// Would a systemd daemon-reload take the cards from running containers (NVIDIA/nvidia-docker issue 1730).
import { advice, fine, notApplicable, unknown, type DoctorCheck } from '../check'

export const cgroupHazardCheck: DoctorCheck = {
  id: 'cgroup-hazard',
  after: ['engine', 'engine-setup', 'toolkit'],
  milliseconds: 15_000,
  async run(look) {
    const [state, info] = await Promise.all([look.engine(), look.info()])
    if (state.is !== 'up' || info === null) return unknown('check-timed-out', { params: { seconds: 15 } })
    if (state.product === 'desktop')
      return notApplicable('toolkit-not-needed', { params: { product: state.product } })
    const links = (await look.machine.list('/dev/char')) ?? []
    // Major 195 is the NVIDIA driver's, in Linux's list of assigned numbers.
    const linked = links.some((name) => name.startsWith('195:'))
    const byCdi = info.cdiDevices.some((name) => name.startsWith('nvidia.com/')) || state.product === 'podman'
    const evidence = [
      `cgroup driver: ${info.cgroupDriver}; cgroup version: ${info.cgroupVersion || '1'}`,
      `GPUs through ${byCdi ? 'CDI: their device nodes are in the container’s specification' : 'the runtime hook'}`,
      `/dev/char: ${linked ? 'has links to the cards' : 'no links 195:*'}`,
    ].join('\n')
    if (info.cgroupDriver !== 'systemd' || byCdi || linked) return fine('cgroup-safe', { evidence })
    return advice('cgroup-hazard', { evidence, fixes: [{ id: 'make-device-links' }] })
  },
}
