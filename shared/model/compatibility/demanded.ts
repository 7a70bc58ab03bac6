// The requirement of an image on one card of this machine. NVML's brand and the driver's exact CUDA are not always known
// here, so every possibility is evaluated: only where all agree is there an answer.
import { driverCuda } from './driver-cuda'
import { evaluateRequirement, type Requirement } from './requirement'
import type { CompatCard } from './types'

export type Demanded = Requirement | { is: 'unknown'; condition: string }

/** What `nvidia-container-cli --require` would say of this card; it asks for every visible card, and refuses if one fails. */
export function demandOn(
  requirement: string,
  { card, capability, driver }: { card: CompatCard; capability: string | null; driver: string },
): Demanded {
  if (capability === null && /(?:^|[\s,])arch[<>=!]/i.test(requirement)) return unknown(requirement)
  const outcomes = driverCuda(driver).candidates.flatMap((cuda) =>
    brandsOf(card.name).map((brand) =>
      evaluateRequirement(requirement, { cuda, driver, arch: capability, brand }),
    ),
  )
  const [first] = outcomes
  if (!first) return unknown(requirement)
  return outcomes.every((outcome) => outcome.is === first.is) ? first : unknown(requirement)
}

/**
 * Does the image itself admit a driver like this one, by an alternative such as 'brand=tesla,driver>=535,driver<536'?
 * Publishers write those for drivers too old for the CUDA inside, which the image's own compatibility package makes up for.
 */
export function admitsDriver(requirement: string, demanded: Demanded): boolean {
  return /driver[<>=!]/i.test(requirement) && (demanded.is === 'met' || demanded.is === 'unknown')
}

function unknown(requirement: string): Demanded {
  return { is: 'unknown', condition: requirement.trim().split(' ', 1)[0] ?? '' }
}

/** Brands that NVML may give such a card; which one differs by driver (an A100 was Tesla, then NVIDIA) and is not in nvidia-smi's rows. */
function brandsOf(name: string): string[] {
  if (/geforce/i.test(name)) return ['GeForce', 'GeForceRTX']
  if (/titan/i.test(name)) return ['TITAN', 'TitanRTX']
  if (/quadro/i.test(name)) return ['Quadro', 'QuadroRTX', 'NVIDIARTX', 'Unknown']
  return ['Tesla', 'NVIDIA', 'NVIDIARTX', 'GRID', 'Quadro', 'QuadroRTX', 'Unknown']
}
