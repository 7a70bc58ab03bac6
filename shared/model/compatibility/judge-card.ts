// Does the code inside the image run on a card of this compute capability?
import { architectureOf, kernelRuns, plainCapability, toolkitReaches } from './capability'
import { capabilityOfCard, isKnown, kernelsAreCertain } from './certainty'
import type { Fit } from './judge-driver'
import { capabilityTable, driverTable, type Architecture } from './tables'
import type { CompatCard, ImageFacts, Reason } from './types'
import { compareVersions, hasMinor } from './versions'

export type CardJudged = { fits: 'yes' | 'no' | 'unknown'; reasons: Reason[] }

type Asked = { image: ImageFacts; driver: Fit; capability: string; verified: boolean; cards: string }
type Rule = Reason['rule']

const { binary, ptx } = capabilityTable.rules

/** `driver`: how the driver fits, because PTX is compiled by it. */
export function judgeCard(image: ImageFacts, card: CompatCard, driver: Fit): CardJudged {
  const found = capabilityOfCard(card)
  if (!found) return unknown(image, { cards: card.name, capability: '', what: 'card' })
  const asked: Asked = { image, driver, cards: card.name, ...found }
  const architecture = architectureOf(found.capability)
  const dropped = architecture && judgeDropped(asked, architecture)
  if (dropped) return dropped
  if (image.capabilities) return judgeKernels(asked, image.capabilities.value)
  return judgeToolkit(asked, architecture)
}

/** CUDA 13 compiles for Turing and newer only, and brings libraries without kernels for what came before. */
function judgeDropped({ image, ...asked }: Asked, row: Architecture): CardJudged | null {
  if (!image.cuda || row.lastCuda === null || compareVersions(minorOf(image.cuda.value), row.lastCuda) <= 0) {
    return null
  }
  const certain = row.verified && asked.verified && isKnown(image.cuda, image)
  const reason: Reason = {
    rule: 'cuda-dropped-architecture',
    params: {
      cards: asked.cards,
      capability: asked.capability,
      cuda: image.cuda.value,
      architecture: row.architecture,
      lastCuda: row.lastCuda,
    },
    evidence: image.cuda.seen,
    source: row.source,
    certain,
  }
  return { fits: certain ? 'no' : 'unknown', reasons: [reason] }
}

function judgeKernels(asked: Asked, kernels: string[]): CardJudged {
  const { image, capability } = asked
  const known = kernelsAreCertain(image) && asked.verified
  const say = (rule: Rule, certain: boolean, source: string, extra: Reason['params'] = {}): Reason => ({
    rule,
    params: { cards: asked.cards, capability, kernels: kernels.join(', '), ...extra },
    evidence: image.capabilities?.seen ?? '',
    source,
    certain,
  })
  if (kernels.some((kernel) => kernelRuns(kernel, capability))) {
    return {
      fits: 'yes',
      reasons: [say('capability-covered', known && binary.verified, binary.source)],
    }
  }
  const plain = kernels.map(plainCapability).sort(compareVersions)
  const [oldest = '', newest = ''] = [plain[0], plain.at(-1)]
  if (compareVersions(capability, oldest) < 0) {
    return refused(asked, say('capability-too-old', known && binary.verified, binary.source))
  }
  const compilable = image.ptx?.value === true && compareVersions(capability, newest) > 0
  if (!compilable) {
    const certain = known && binary.verified && image.ptx !== null
    return refused(asked, say('capability-too-new', certain, binary.source))
  }
  if (asked.driver === 'minor') {
    // The driver compiles PTX up to its own CUDA only, and this one is older than the image's (error 222).
    const { verified, source } = driverTable.rules.minorVersion
    return refused(asked, say('capability-too-new', known && verified, source, { ptx: newest }))
  }
  return { fits: 'yes', reasons: [say('capability-by-ptx', known && ptx.verified, ptx.source, { newest })] }
}

/** A refusal by the list of kernels, and beside it the toolkit that would have had them. */
function refused(asked: Asked, reason: Reason): CardJudged {
  const fits = reason.certain ? 'no' : 'unknown'
  const row = architectureOf(asked.capability)
  if (!row || !predates(asked, row)) return { fits, reasons: [reason] }
  const params = { ...reason.params, firstCuda: row.firstCuda }
  return { fits, reasons: [{ ...reason, params }, predatesReason(asked, row)] }
}

/** No list of kernels: what the toolkit can compile for says something, and proves nothing, as PTX may be inside. */
function judgeToolkit(asked: Asked, row: Architecture | null): CardJudged {
  const { image, cards, capability } = asked
  const cuda = image.cuda
  if (!cuda || !row) return unknown(image, { cards, capability, what: row ? 'image' : 'card' })
  if (toolkitReaches(cuda.value, capability)) {
    // A framework with kernels of its own may still leave a card out.
    if (image.torch) return { ...unknown(image, { cards, capability, what: 'image' }), fits: 'yes' }
    const certain = row.verified && asked.verified && isKnown(cuda, image)
    const params = { cards, capability, cuda: cuda.value, kernels: '' }
    return {
      fits: 'yes',
      reasons: [{ rule: 'capability-covered', params, evidence: cuda.seen, source: row.source, certain }],
    }
  }
  if (predates(asked, row)) {
    return { fits: 'unknown', reasons: [{ ...predatesReason(asked, row), certain: false }] }
  }
  return unknown(image, { cards, capability, what: 'image' })
}

function predates({ image }: Asked, row: Architecture): boolean {
  return image.cuda !== null && compareVersions(lastOf(image.cuda.value), row.firstCuda) < 0
}

function predatesReason({ image, cards, capability, verified }: Asked, row: Architecture): Reason {
  const { architecture, firstCuda, source } = row
  return {
    rule: 'cuda-predates-architecture',
    params: { cards, capability, cuda: image.cuda?.value ?? '', architecture, firstCuda },
    evidence: image.cuda?.seen ?? '',
    source,
    certain: row.verified && verified && image.cuda !== null && isKnown(image.cuda, image),
  }
}

function unknown(image: ImageFacts, params: Reason['params']): CardJudged {
  const reason: Reason = {
    rule: 'capability-unknown',
    params,
    evidence: image.torch?.seen ?? image.cuda?.seen ?? '',
    source: image.reference,
    certain: false,
  }
  return { fits: 'unknown', reasons: [reason] }
}

function minorOf(cuda: string): string {
  return cuda.split('.').slice(0, 2).join('.')
}

/** The latest that is meant: '12' may be any 12.x. */
function lastOf(cuda: string): string {
  return hasMinor(cuda) ? cuda : `${cuda}.999`
}
