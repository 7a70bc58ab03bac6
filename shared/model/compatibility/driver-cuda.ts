// Which CUDA a driver can run by itself: the version that nvidia-smi prints in its header, known here from the driver's branch.
import { driverTable, type DriverPlatform } from './tables'
import { firstComponents, isAtLeast, isVersion, majorOf } from './versions'

export type DriverCuda = {
  /** By verified rows; null for drivers older than the table. */
  atLeast: string | null
  /** By the driver's own row, verified or not. */
  likely: string | null
  /** All that it may be; one where it is certain. For evaluating conditions under each. */
  candidates: string[]
}

/** Older than the table's first row (440: CUDA 10.2), newer than its last: bounds for conditions, never shown. */
const OLDER = '1.0'
const JUST_BEFORE_THE_TABLE = '10.1'
const NEWER = '9999.0'

/** Windows numbers its drivers a little apart (572.61 is of branch 570), and always between the same branches. */
export function driverCuda(driver: string): DriverCuda {
  const rows = driverTable.branches
  const at = rows.findLastIndex((row) => row.branch <= majorOf(driver))
  const row = rows[at]
  if (!row) return { atLeast: null, likely: null, candidates: [OLDER, JUST_BEFORE_THE_TABLE] }
  const newest = at === rows.length - 1
  if (row.verified && !newest) return { atLeast: row.cuda, likely: row.cuda, candidates: [row.cuda] }
  const below = rows.slice(0, at + 1).findLast((earlier) => earlier.verified)
  const above = rows.slice(at + 1).find((later) => later.verified)
  return {
    atLeast: below?.cuda ?? null,
    likely: row.cuda,
    candidates: [...new Set([below?.cuda ?? OLDER, row.cuda, above?.cuda ?? NEWER])],
  }
}

/** Least driver of any CUDA of this major, by minor-version compatibility; null where there is none, or it is not known. */
export function leastDriverOfMajor(cuda: string, platform: DriverPlatform): Least | null {
  const row = driverTable.majors.find((major) => majorOf(major.cuda) === majorOf(cuda))
  const driver = row?.[platform]
  return row && driver ? { driver, verified: row.verified, source: row.source } : null
}

/** The driver that came with this toolkit, with which all of it works; of the first update where only X.Y is given. */
export function driverOfRelease(cuda: string, platform: DriverPlatform): Least | null {
  const minor = firstComponents(cuda, 2)
  const exact = driverTable.releases.find((release) => release.cuda === cuda)
  const first = driverTable.releases.findLast((release) => firstComponents(release.cuda, 2) === minor)
  const row = exact ?? first
  const driver = row?.[platform]
  return row && driver ? { driver, verified: row.verified, source: row.source } : null
}

export function isUsableDriver(driver: string | null): driver is string {
  return driver !== null && isVersion(driver) && isAtLeast(driver, '1')
}

type Least = { driver: string; verified: boolean; source: string }
