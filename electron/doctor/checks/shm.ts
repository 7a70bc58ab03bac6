// The machine's own /dev/shm. Environments have one of their own, sized from memory at launch.
import { advice, fine, notApplicable, type DoctorCheck } from '../check'

const MiB = 2 ** 20
/** Below this, a DataLoader with a few workers ends with a bus error. */
const leastMiB = 512

export const shmCheck: DoctorCheck = {
  id: 'shm',
  after: [],
  milliseconds: 5_000,
  async run({ machine }) {
    if (machine.platform !== 'linux') return notApplicable('not-linux')
    const mounts = await machine.readText('/proc/self/mounts')
    const line =
      mounts.is === 'text'
        ? mounts.text.split('\n').find((each) => each.split(' ')[1] === '/dev/shm')
        : undefined
    const space = await machine.space('/dev/shm')
    if (space === null || (mounts.is === 'text' && line === undefined))
      return advice('shm-absent', {
        evidence: '/proc/self/mounts: no /dev/shm',
        fixes: [{ id: 'mount-shm' }],
      })
    const sizeMiB = Math.round(space.totalBytes / MiB)
    const evidence = `${line ?? '/dev/shm'}\nsize: ${sizeMiB} MiB`
    if (sizeMiB < leastMiB)
      return advice('shm-small', { params: { sizeMiB }, evidence, fixes: [{ id: 'mount-shm' }] })
    return fine('shm-roomy', { params: { sizeGiB: Math.round(sizeMiB / 102.4) / 10 }, evidence })
  },
}
