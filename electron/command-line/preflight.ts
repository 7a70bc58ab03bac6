// berth preflight: would this image run here, and what would its pull cost? Nothing is pulled.
import type { Preflight } from '../../shared/contract/preflight'
import type { Reason, Verdict } from '../../shared/model/compatibility'
import { RefusalError } from '../../shared/model/refusal'
import { visibleLines } from '../../shared/model/visible'
import { refusalText } from '../../shared/words/refusals'
import { wordReason, wordVerdict } from '../../shared/words/verdicts'
import type { Engine } from '../engine'
import { Misuse, type Command } from './command'

export const preflightCommand: Command = {
  name: 'preflight',
  takes: 'REF',
  about:
    'say whether an image would run here (exit code 0 nothing against it, 1 it will not, 2 could not look)',
  options: {
    fresh: { type: 'boolean', about: 'ask the registry again, not what it said a moment ago' },
    json: { type: 'boolean', about: 'print all of it as JSON' },
  },
  run: async (given, [reference, ...more], { rooms, out, err, signal }) => {
    if (reference === undefined || more.length > 0) throw new Misuse('preflight takes one image reference')
    const { services } = await rooms()
    try {
      // Without an engine there is still the registry, and this machine's own cards.
      await settled(services.engine, signal)
      const look = services.preflight.look({ reference, fresh: given['fresh'] === true })
      const found = await orCancelled(look, signal)
      out(given['json'] === true ? JSON.stringify(found) : described(found))
      return found.verdict.is === 'will-not-run' ? 1 : 0
    } catch (error) {
      if (!(error instanceof RefusalError) || signal.aborted) throw error
      if (given['json'] === true) out(JSON.stringify({ refused: error.refusal }))
      else err(visibleLines(`berth: ${refusalText(error.refusal)}`))
      return 2
    }
  },
}

async function settled(engine: Engine, signal: AbortSignal): Promise<void> {
  for await (const state of engine.watch(signal)) if (state.is !== 'connecting') return
}

function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new RefusalError('Cancelled'))
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
    if (signal.aborted) stop()
  })
}

const origins: Record<Preflight['from'], string> = {
  registry: 'read from its registry',
  engine: 'it is here already',
  catalogue: 'its registry could not be asked; this is what the catalogue knows',
}

/** For people, in the launch room's words; whoever wants fields takes --json. */
export function described({ reference, digest, from, verdict, nearest, size, ...rest }: Preflight): string {
  const cost = `${origins[from]}${from === 'registry' ? ` (${rest.readBytes} bytes in ${rest.milliseconds} ms)` : ''}`
  return [
    ...verdictLines(reference, verdict),
    ...(size === null ? [] : [sizeLine(from, size)]),
    ...(digest === null ? [] : [digest]),
    cost,
    ...(nearest.length > 0 ? ['What runs here and comes nearest:'] : []),
    ...nearest.map(({ title, image }) => `  ${image}  (${title})`),
  ].join('\n')
}

export function verdictLines(reference: string, verdict: Verdict): string[] {
  return [
    `${reference}: ${wordVerdict(verdict.is, 'en')}`,
    ...verdict.reasons.flatMap(reasonLines),
    ...verdict.excludedCards.map((uuid) => `  Not on ${uuid}.`),
  ]
}

/** What it says, what to do about it, and on what evidence by which rule. */
function reasonLines(reason: Reason): string[] {
  const { says, next } = wordReason(reason, 'en')
  const seen = reason.evidence.split('\n').filter((line) => line !== '')
  return [
    `  ${says}`,
    ...(next === '' ? [] : [`    → ${next}`]),
    ...seen.map((line) => `    | ${line}`),
    `    ${reason.rule}${reason.certain ? '' : ', not verified'}: ${reason.source}`,
  ]
}

function sizeLine(from: Preflight['from'], size: NonNullable<Preflight['size']>): string {
  const free = size.freeAfterBytes === null ? '' : `, ${roomLeft(size.freeAfterBytes)}`
  if (from === 'engine') return `${inUnits(size.unpackedBytes)} unpacked${free}`
  const here = size.totalBytes - size.downloadBytes
  const shared = here > 0 ? ` of ${inUnits(size.totalBytes)}, the rest is here` : ''
  return `${inUnits(size.downloadBytes)} to download${shared}, about ${inUnits(size.unpackedBytes)} unpacked${free}`
}

function roomLeft(bytes: number): string {
  return bytes < 0 ? `${inUnits(-bytes)} too little on the disk` : `${inUnits(bytes)} left on the disk`
}

function inUnits(bytes: number): string {
  if (bytes < 1e5) return `${bytes} bytes`
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`
}
