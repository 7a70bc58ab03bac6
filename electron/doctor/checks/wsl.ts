// What is particular to WSL: its version, the GPU that Windows lends, and no second driver inside.
import { fine, notApplicable, problem, type DoctorCheck } from '../check'
import { all, ofFile } from '../evidence'

export const wslCheck: DoctorCheck = {
  id: 'wsl',
  after: [],
  milliseconds: 10_000,
  async run({ machine }) {
    const release = await machine.readText('/proc/sys/kernel/osrelease')
    const kernel = release.is === 'text' ? release.text.trim() : ''
    if (machine.platform !== 'linux' || !/microsoft/i.test(kernel)) return notApplicable('wsl-none')
    const seen = ofFile('/proc/sys/kernel/osrelease', release)
    // WSL 1 calls itself …-Microsoft, with a capital letter, and has no kernel of its own.
    if (/-Microsoft$/.test(kernel))
      return problem('wsl-one', { evidence: seen, fixes: [{ id: 'convert-wsl' }] })
    if ((await machine.changedAt('/dev/dxg')) === null)
      return problem('wsl-no-gpu', {
        evidence: all(seen, '/dev/dxg: not there'),
        fixes: [{ id: 'update-wsl' }],
      })
    const folder = '/usr/lib/x86_64-linux-gnu'
    const inside = ((await machine.list(folder)) ?? []).find((name) =>
      /^libnvidia-ml\.so\.\d+\.\d/.test(name),
    )
    if (inside !== undefined)
      return problem('wsl-linux-driver', {
        params: { version: inside.replace('libnvidia-ml.so.', '') },
        evidence: all(seen, `${folder}/${inside}`),
        fixes: [{ id: 'remove-linux-driver' }],
      })
    return fine('wsl-ready', { evidence: all(seen, '/dev/dxg is there') })
  },
}
