// The registry room: reads what a registry says of an image, its manifest and its config, and nothing more.
import { RefusalError } from '../../shared/model/refusal'
import { joinSignals, type RegistryAuth } from '../engine'
import { createBudget, mostBytes } from './budget'
import { refusalOfError } from './failures'
import { lookIn, type Found } from './look'
import { endpointsOf, placeOf, type Endpoint, type ImagePlace, type RegistryRules } from './place'
import { openSession } from './session'
import { certificateFolders, createTrust } from './trust'
import { openWire, type Reply } from './wire'

export { proxyFor } from './proxy'
export { noRules, type RegistryRules } from './place'

export type RemoteImage = Found & {
  /** Bytes of bodies read for this, of all answers, and how long it took. */
  readBytes: number
  milliseconds: number
}

export type Registry = {
  /**
   * Within `limit` milliseconds (default 5000) and 1 MB. Refuses with ImageUnknown, ImageTagUnknown, ImageUnreadable,
   * RegistryUnauthorised, RegistryUnreachable, RegistryRateLimit, Cancelled.
   */
  look(asked: {
    reference: string
    /** As OCI names it: 'amd64'. */
    architecture: string
    rules: RegistryRules
    signal: AbortSignal
    limit?: number
  }): Promise<RemoteImage>
}

const usualLimit = 5000

export function createRegistry(options: {
  env: NodeJS.ProcessEnv
  home: string
  /** The login for a reference without its tag, as the docker config holds it. */
  credentials: (name: string, signal: AbortSignal) => Promise<RegistryAuth | null>
  /** Where CAs of single registries lie: certs.d. */
  certificates?: readonly string[]
  log: (line: string) => void
}): Registry {
  const { env, home, credentials, log } = options
  const trust = createTrust({ env, folders: options.certificates ?? certificateFolders(home), log })

  return {
    async look({ reference, architecture, rules, signal, limit = usualLimit }) {
      const started = performance.now()
      const place = placeOf(reference)
      let readBytes = 0
      // 'lab:99999/x' and '10.0.0.256/x' are references by their grammar, and no addresses.
      if (!URL.canParse(`https://${place.host}/`))
        throw new RefusalError('InvalidInput', { params: { what: 'image' }, evidence: reference })
      const endpoints = endpointsOf(place, rules)

      async function ask(endpoint: Endpoint, within: number): Promise<Found> {
        const late = new AbortController()
        const timer = setTimeout(() => late.abort(), within)
        const joined = joinSignals([signal, late.signal])
        const stop = joined.signal
        // As with the time: what a mirror talks must leave room for the registry behind it.
        const left = mostBytes - readBytes
        const budget = createBudget(endpoint.mirror ? left / 2 : left)
        const wire = openWire({ env, trust, budget, signal: stop })
        try {
          const login = () => credentials(nameFor(endpoint, place), stop)
          return await orStopped(
            stop,
            lookIn(openSession({ endpoint, place, wire, login }), place, architecture),
          )
        } catch (error) {
          if (signal.aborted) throw new RefusalError('Cancelled')
          if (late.signal.aborted) throw tooLate(place, endpoint, within)
          throw refusalOfError(error, place, endpoint.base.host)
        } finally {
          clearTimeout(timer)
          joined.release()
          wire.close()
          readBytes += budget.read()
        }
      }

      for (const endpoint of endpoints) {
        const left = limit - (performance.now() - started)
        try {
          // A mirror that stalls must leave time for the registry behind it.
          const found = await ask(endpoint, endpoint.mirror ? left / 2 : left)
          const milliseconds = Math.round(performance.now() - started)
          return { ...found, readBytes, milliseconds }
        } catch (error) {
          if (!endpoint.mirror || signal.aborted) throw error
          log(`mirror ${endpoint.base.host}: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
      throw new Error('a reference has a registry')
    },
  }
}

/** Does it answer at all: one GET, by the same ways and trusting the same authorities as a look, without a login. Throws what the network throws. */
export async function greet(
  url: URL,
  { env, home, signal }: { env: NodeJS.ProcessEnv; home: string; signal: AbortSignal },
): Promise<Pick<Reply, 'status' | 'headers'>> {
  const trust = createTrust({ env, folders: certificateFolders(home), log: () => undefined })
  const wire = openWire({ env, trust, budget: createBudget(mostBytes), signal })
  try {
    return await wire.send({ url, headers: { 'user-agent': 'berth' }, insecure: false })
  } finally {
    wire.close()
  }
}

/** A mirror gets the login that is filed under its own name, never Docker Hub's. */
function nameFor({ base, mirror }: Endpoint, { host, repository }: ImagePlace): string {
  return `${mirror ? base.host : host}/${repository}`
}

function orStopped<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped'))
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
    if (signal.aborted) stop()
  })
}

function tooLate(place: ImagePlace, { base }: Endpoint, within: number): RefusalError {
  const seconds = Math.round(within / 100) / 10
  const evidence = `${base.host}: no answer within ${seconds} s`
  const params = { image: place.reference, registry: place.host, seconds, why: 'silent' }
  return new RefusalError('RegistryUnreachable', { params, evidence, raw: evidence, actions: ['retry'] })
}
