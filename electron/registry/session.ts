// Talks to one registry for one look: logs in when it is asked to, follows redirects, and never takes a login along to
// another host.
import type { RegistryAuth } from '../engine'
import { basicHeader, challengesIn, tokenAsk, tokenIn } from './auth'
import { refusalOfError, refusalOfReply, speaksPlainHttp, unreadable } from './failures'
import type { Endpoint, ImagePlace } from './place'
import type { Ask, Reply, Wire } from './wire'

export type Session = {
  /** Path under /v2/<repository>/. Refuses what is no success. */
  get(path: string, accept: readonly string[]): Promise<Reply>
}

const mostRedirects = 5
const redirects = [301, 302, 303, 307, 308]

export function openSession(options: {
  endpoint: Endpoint
  place: ImagePlace
  wire: Wire
  /** Asked for only when the registry wants a login. */
  login: () => Promise<RegistryAuth | null>
}): Session {
  const { endpoint, place, wire, login } = options
  let { base } = endpoint
  let authorization: string | null = null
  let tokenGiven = false

  async function send(ask: Omit<Ask, 'insecure'>): Promise<Reply> {
    // What is said of the registry holds for no other host.
    const insecure = endpoint.insecure && ask.url.host === base.host
    try {
      return await wire.send({ ...ask, insecure })
    } catch (error) {
      throw refusalOfError(error, place, ask.url.host)
    }
  }

  /** Registries that may be plain are tried over TLS first, as the engine does (moby registry/service_v2.go). */
  async function first(path: string, headers: Record<string, string>): Promise<{ url: URL; reply: Reply }> {
    const url = new URL(path, base)
    try {
      return {
        url,
        reply: await wire.send({ url, headers: withLogin(headers), insecure: endpoint.insecure }),
      }
    } catch (error) {
      if (!endpoint.insecure || base.protocol !== 'https:' || !isPlain(error))
        throw refusalOfError(error, place, url.host)
      base = new URL(base.href.replace(/^https:/, 'http:'))
      return first(path, headers)
    }
  }

  const withLogin = (headers: Record<string, string>) =>
    authorization === null ? headers : { ...headers, authorization }

  async function followed(url: URL, reply: Reply, headers: Record<string, string>): Promise<Reply> {
    let at = url
    let last = reply
    for (let step = 0; redirects.includes(last.status); step += 1) {
      const location = last.headers.location ?? ''
      if (step >= mostRedirects || !URL.canParse(location, at.href))
        throw unreadable(place, 'not-manifest', `${at.host} redirects to ${location || 'nowhere'}`)
      const next = new URL(location, at)
      if (!/^https?:$/.test(next.protocol) || (at.protocol === 'https:' && next.protocol === 'http:'))
        throw unreadable(place, 'not-manifest', `${at.host} redirects to ${next.protocol}//${next.host}`)
      // A storage host gets its own signed address and nothing of ours (CVE-2020-15157 was the other way round).
      last = await send({ url: next, headers: next.origin === base.origin ? withLogin(headers) : headers })
      at = next
    }
    return last
  }

  async function authorise({ headers }: Reply): Promise<boolean> {
    const challenges = challengesIn(headers['www-authenticate'] ?? '')
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
    const held = await login()
    if (bearer === undefined) {
      authorization = challenges.length > 0 ? basicHeader(held) : null
      return authorization !== null
    }
    const asked = { repository: place.repository, login: held, plainHttp: base.protocol === 'http:' }
    const ask = tokenAsk(bearer, asked)
    if (ask === null)
      throw unreadable(place, 'not-manifest', `token from ${bearer.params['realm'] ?? 'nowhere'}`)
    const reply = await send(ask)
    if (reply.status !== 200) throw refusalOfReply(reply, place, { tokenGiven: false })
    const token = tokenIn(reply.body)
    if (token === null) throw unreadable(place, 'not-json', `${ask.url.host} gave no token`)
    authorization = `Bearer ${token}`
    tokenGiven = true
    return true
  }

  return {
    async get(path, accept) {
      const headers = { accept: accept.join(', '), 'user-agent': 'berth' }
      const target = `v2/${place.repository}/${path}`
      let { url, reply } = await first(target, headers)
      if (reply.status === 401 && (await authorise(reply))) ({ url, reply } = await first(target, headers))
      const end = await followed(url, reply, headers)
      if (end.status !== 200) throw refusalOfReply(end, place, { tokenGiven })
      return end
    },
  }
}

function isPlain(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // Some servers hang up on a greeting they do not understand.
  return speaksPlainHttp(code, error.message) || code === 'ECONNRESET'
}
