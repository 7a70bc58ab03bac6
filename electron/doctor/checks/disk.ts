// Room for images and for the project.
import { dirname, join } from 'node:path'
import { advice, fine, problem, unknown, type DoctorCheck } from '../check'
import type { Look } from '../look'

const GiB = 2 ** 30
/** An unpacked PyTorch image with CUDA takes 10 to 20 GiB (assets/catalogue.json, seen sizes). */
const lowGiB = 25
const fullGiB = 5

export const diskCheck: DoctorCheck = {
  id: 'disk',
  after: [],
  milliseconds: 20_000,
  async run(look) {
    const places = (await Promise.all([dataRoot(look), projectFolder(look)])).flat()
    const found = await Promise.all(
      places.map(async (path) => ({ path, space: await look.machine.space(path) })),
    )
    const known = found.flatMap(({ path, space }) => (space === null ? [] : [{ path, ...space }]))
    const evidence = known
      .map(
        ({ path, freeBytes, totalBytes }) => `${path}: ${inGiB(freeBytes)} of ${inGiB(totalBytes)} GiB free`,
      )
      .join('\n')
    const tightest = known.sort((a, b) => a.freeBytes - b.freeBytes)[0]
    if (tightest === undefined)
      return unknown('check-broke', { params: { message: 'no folder could be measured' } })
    const { path, freeBytes } = tightest
    const said = { params: { path, freeGiB: inGiB(freeBytes) }, evidence }
    if (freeBytes < fullGiB * GiB) return problem('disk-full', { ...said, fixes: [{ id: 'free-disk' }] })
    if (freeBytes < lowGiB * GiB) return advice('disk-low', { ...said, fixes: [{ id: 'free-disk' }] })
    return fine('disk-roomy', said)
  },
}

/** Without an engine, where it would keep its data; [] where the data are in a virtual machine or on another host. */
async function dataRoot(look: Look): Promise<string[]> {
  const state = await look.engine()
  if (state.is !== 'up') return look.machine.platform === 'linux' ? ['/var/lib/docker', '/var/lib'] : []
  if (!state.local || state.product === 'desktop') return []
  const root = (await look.info())?.dataRoot ?? ''
  return root === '' ? [] : [root]
}

/** The nearest folder that is there already: Berth makes the rest at the first launch. */
async function projectFolder({ machine, projectFolder }: Look): Promise<string[]> {
  let path = projectFolder === '' ? join(machine.home, 'berth') : projectFolder
  while ((await machine.changedAt(path)) === null && dirname(path) !== path) path = dirname(path)
  return [path]
}

function inGiB(bytes: number): number {
  return Math.round((bytes / GiB) * 10) / 10
}
