// Would this image run on this machine? Decided from facts alone, before anything is pulled. 'will-not-run' stands on verified
// facts only; whatever is merely likely is said as advice.
import { capabilityOfCard, isKnown } from './certainty'
import { admitsDriver, demandOn, type Demanded } from './demanded'
import { driverOfRelease, isUsableDriver } from './driver-cuda'
import { judgeArchitecture } from './judge-architecture'
import { judgeCard, type CardJudged } from './judge-card'
import { judgeDriver, type Judged } from './judge-driver'
import { merged } from './reasons'
import { driverTable } from './tables'
import type { CompatCard, CompatHost, ImageFacts, Reason, Verdict } from './types'

type OnCard = CardJudged & { card: CompatCard; demanded: Demanded }
type OnMachine = {
  image: ImageFacts
  card: CompatCard
  driver: string
  platform: CompatHost['driverPlatform']
}

/** Never throws. At least one reason, the decisive one first; of a 'will-not-run' that one is certain. */
export function judge(image: ImageFacts, host: CompatHost): Verdict {
  const architecture = judgeArchitecture(image, host)
  if (architecture?.certain) return verdict('will-not-run', [architecture])
  if (architecture) return verdict('cannot-tell', [architecture])
  if (image.gpu?.value === false) return verdict('without-gpu', [forCpu(image)])
  if (!host.driverKnown || (host.driver !== null && !isUsableDriver(host.driver))) {
    return judgeUnknownDriver(image, host)
  }
  const driver = host.driver
  if (driver === null) return verdict('without-gpu', [plain('driver-missing', '', 'nvidia-smi')])
  if (host.cards.length === 0) return verdict('without-gpu', [plain('no-card', driver, 'nvidia-smi')])
  return judgeOnCards(image, host, driver)
}

function judgeOnCards(image: ImageFacts, host: CompatHost, driver: string): Verdict {
  const byTable = judgeDriver(image, { driver, platform: host.driverPlatform })
  const seen = host.cards.map((card): OnCard => {
    const demanded = demandsOf(image, card, driver)
    const judged = judgeCard(image, card, byTable.fits)
    const asked = { image, card, driver, platform: host.driverPlatform }
    return { card, demanded, ...withDemand(judged, demanded, asked) }
  })
  const own = forwardCompatible(image, byTable, seen)
  const impossible = seen.filter(({ fits }) => fits === 'no')
  const possible = seen.filter(({ fits }) => fits !== 'no')
  const against = merged(impossible.flatMap(({ reasons }) => reasons))
  if (own.fits === 'no' && own.reason.certain) return verdict('will-not-run', [own.reason, ...against])
  // What is left is advice: it is worded as such, and nothing is forbidden for it.
  if (possible.length === 0) return verdict('will-not-run', [...certainFirst(against), own.reason])
  const excluded = impossible.map(({ card }) => card.uuid)
  const fitting = merged(possible.filter(({ fits }) => fits === 'yes').flatMap(({ reasons }) => reasons))
  const doubtful = merged(possible.filter(({ fits }) => fits === 'unknown').flatMap(({ reasons }) => reasons))
  if (own.fits === 'unknown' || own.fits === 'no') {
    return verdict('cannot-tell', [own.reason, ...doubtful, ...fitting, ...against], excluded)
  }
  if (!possible.some(({ fits }) => fits === 'yes')) {
    return verdict('cannot-tell', [...doubtful, own.reason, ...against], excluded)
  }
  const is = own.fits === 'minor' ? 'minor-version' : 'runs'
  // That the first start takes minutes says more than that the driver will do.
  const slow = fitting.filter(({ rule }) => rule === 'capability-by-ptx')
  const ready = fitting.filter(({ rule }) => rule !== 'capability-by-ptx')
  return verdict(is, [...slow, own.reason, ...ready, ...doubtful, ...against], excluded)
}

/** The hook's own demand comes before what the code inside needs: nothing inside starts without it. */
function withDemand(judged: CardJudged, demanded: Demanded, asked: OnMachine): CardJudged {
  if (demanded.is === 'met') return judged
  const { verified, source } = driverTable.rules.requireCuda
  const { image, card, driver, platform } = asked
  const cuda = /^cuda>=?(\d+\.\d+)$/i.exec(demanded.condition)?.[1]
  const needs = cuda ? driverOfRelease(cuda, platform)?.driver : undefined
  const reason: Reason = {
    rule: demanded.is === 'unreadable' ? 'require-unreadable' : 'require-unmet',
    params: { require: demanded.condition, driver, cards: card.name, ...(needs ? { needs } : {}) },
    evidence: image.require?.seen ?? '',
    source,
    certain: demanded.is === 'unmet' && verified,
  }
  if (reason.certain) {
    return { fits: 'no', reasons: [reason, ...(judged.fits === 'no' ? judged.reasons : [])] }
  }
  return judged.fits === 'no' ? judged : { fits: 'unknown', reasons: [reason, ...judged.reasons] }
}

function demandsOf(image: ImageFacts, card: CompatCard, driver: string): Demanded {
  if (!image.require) return { is: 'met' }
  return demandOn(image.require.value, {
    card,
    driver,
    capability: capabilityOfCard(card)?.capability ?? null,
  })
}

/**
 * A driver too old by the table may still do, on data-centre cards, with the cuda-compat package that many images bring. That
 * is not verified here, so it turns a refusal into advice and never into a promise.
 */
function forwardCompatible(image: ImageFacts, byTable: Judged, seen: readonly OnCard[]): Judged {
  if (byTable.fits !== 'no') return byTable
  const admitted = seen.some(({ demanded }) => image.require && admitsDriver(image.require.value, demanded))
  const packaged = image.forwardCompat && seen.some(({ card }) => !/geforce|titan/i.test(card.name))
  if (!admitted && !packaged) return byTable
  const evidence = (admitted ? image.require?.seen : image.forwardCompat?.seen) ?? ''
  const { source } = driverTable.rules.forwardCompat
  return {
    fits: 'unknown',
    reason: { ...byTable.reason, rule: 'driver-forward-compat', evidence, source, certain: false },
  }
}

/** Nobody knows the driver; the cards may still be known well enough to forbid. */
function judgeUnknownDriver(image: ImageFacts, host: CompatHost): Verdict {
  const seen = host.cards.map((card) => ({ card, ...judgeCard(image, card, 'unknown') }))
  const against = merged(seen.filter(({ fits }) => fits === 'no').flatMap(({ reasons }) => reasons))
  const unknown = plain('driver-unknown', host.driver ?? '', 'nvidia-smi')
  if (seen.length > 0 && seen.every(({ fits }) => fits === 'no')) {
    return verdict('will-not-run', certainFirst(against))
  }
  const excluded = seen.filter(({ fits }) => fits === 'no').map(({ card }) => card.uuid)
  return verdict('cannot-tell', [unknown, ...against], excluded)
}

function forCpu(image: ImageFacts): Reason {
  const evidence = image.gpu?.seen ?? ''
  return {
    rule: 'image-for-cpu',
    params: {},
    evidence,
    source: image.gpu?.from ?? 'tag',
    certain: image.gpu !== null && isKnown(image.gpu, image),
  }
}

function plain(rule: Reason['rule'], driver: string, source: string): Reason {
  return { rule, params: { driver }, evidence: driver, source, certain: rule !== 'driver-unknown' }
}

function certainFirst(reasons: readonly Reason[]): Reason[] {
  return [...reasons].sort((a, b) => Number(b.certain) - Number(a.certain))
}

function verdict(is: Verdict['is'], reasons: Reason[], excludedCards: string[] = []): Verdict {
  return { is, reasons, excludedCards }
}
