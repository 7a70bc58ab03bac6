// Does the driver run the CUDA inside the image?
import { isKnown } from './certainty'
import { driverCuda, driverOfRelease, leastDriverOfMajor } from './driver-cuda'
import { driverTable, type DriverPlatform } from './tables'
import type { ImageFacts, Reason } from './types'
import { compareVersions, firstComponents, hasMinor, isAtLeast, majorOf } from './versions'

/** minor: within minor-version compatibility, so without compiling PTX that is newer than the driver. */
export type Fit = 'yes' | 'minor' | 'no' | 'unknown'
export type Judged = { fits: Fit; reason: Reason }
type Driver = { driver: string; platform: DriverPlatform }

const { rules } = driverTable

export function judgeDriver(image: ImageFacts, host: Driver): Judged {
  if (!image.cuda) return judgeByStatement(image, host)
  const cuda = image.cuda.value
  const known = isKnown(image.cuda, image)
  const own = driverCuda(host.driver)
  const evidence = image.cuda.seen
  const params = { driver: host.driver, driverCuda: own.likely ?? '', cuda }
  const reason = (rule: Reason['rule'], source: string, certain: boolean, needs = ''): Reason => ({
    rule,
    params: needs ? { ...params, needs } : params,
    evidence,
    source,
    certain: certain && known,
  })

  if (covers(own.atLeast, cuda)) {
    return {
      fits: 'yes',
      reason: reason('driver-new-enough', rules.backward.source, rules.backward.verified),
    }
  }
  if (covers(own.likely, cuda)) {
    return { fits: 'yes', reason: reason('driver-new-enough', rules.backward.source, false) }
  }
  const whole = driverOfRelease(cuda, host.platform)
  if (majorOf(cuda) < 11) {
    // Nothing older than 10.2 is in the table: a driver that is older still may run it.
    if (!whole) return nothingKnown(image)
    const certain = whole.verified && rules.tenX.verified
    return { fits: 'no', reason: reason('driver-too-old', whole.source, certain, whole.driver) }
  }
  const least = leastDriverOfMajor(cuda, host.platform)
  if (!least) return nothingKnown(image)
  if (!isAtLeast(host.driver, least.driver)) {
    return { fits: 'no', reason: reason('driver-too-old', least.source, least.verified, least.driver) }
  }
  const certain = least.verified && rules.minorVersion.verified
  // Of a bare major ('12') nobody knows which release is inside, so neither which driver would do all of it.
  const full = hasMinor(cuda) ? (whole?.driver ?? '') : ''
  return { fits: 'minor', reason: reason('driver-minor-version', rules.minorVersion.source, certain, full) }
}

/** Is this CUDA among what a driver of `own` runs? '12' stands for any 12.x, so only a later major is sure to cover it. */
function covers(own: string | null, cuda: string): boolean {
  if (own === null) return false
  return hasMinor(cuda) ? compareVersions(own, firstComponents(cuda, 2)) >= 0 : majorOf(own) > majorOf(cuda)
}

/** No CUDA version, but a least driver that somebody states (in Linux's numbers): advice. */
function judgeByStatement(image: ImageFacts, { driver, platform }: Driver): Judged {
  const stated = image.leastDriver
  if (!stated || platform !== 'linux') return nothingKnown(image)
  const enough = isAtLeast(driver, stated.value)
  return {
    fits: enough ? 'yes' : 'unknown',
    reason: {
      rule: enough ? 'driver-new-enough' : 'driver-too-old',
      params: { driver, driverCuda: driverCuda(driver).likely ?? '', cuda: '', needs: stated.value },
      evidence: stated.seen,
      source: stated.from,
      certain: false,
    },
  }
}

function nothingKnown(image: ImageFacts): Judged {
  const params = { cuda: image.cuda?.value ?? '' }
  const evidence = image.cuda?.seen ?? ''
  return {
    fits: 'unknown',
    reason: { rule: 'nothing-known', params, evidence, source: image.reference, certain: false },
  }
}
