// What a registry asks for before it answers (401 with WWW-Authenticate), and the header that satisfies it.
// Sources: distribution.github.io/distribution/spec/auth/token, RFC 9110 section 11.
import { z } from 'zod'
import type { RegistryAuth } from '../engine'

export type Challenge = { scheme: 'bearer' | 'basic'; params: Record<string, string> }

const TokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() })

/** Those of the schemes that are known, in their order; several may stand in one header. */
export function challengesIn(header: string): Challenge[] {
  const pair = '[\\w-]+\\s*=\\s*(?:"(?:[^"\\\\]|\\\\.)*"|[^\\s,"]+)'
  const found = header.matchAll(new RegExp(`\\b(Bearer|Basic)\\s+(${pair}(?:\\s*,\\s*${pair})*)`, 'gi'))
  return [...found].map(([, scheme = '', text = '']) => ({
    scheme: scheme.toLowerCase() === 'bearer' ? 'bearer' : 'basic',
    params: Object.fromEntries(
      [...text.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)].map(
        ([, name = '', quoted, bare = '']) => [name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare],
      ),
    ),
  }))
}

/** null where the login is a token, which has no Basic form. */
export function basicHeader(login: RegistryAuth | null): string | null {
  if (login === null || login['username'] === undefined) return null
  return `Basic ${Buffer.from(`${login['username']}:${login['password'] ?? ''}`).toString('base64')}`
}

export type TokenAsk = { url: URL; headers: Record<string, string>; body?: string }

/**
 * How the token of a challenge is asked for: with the login where there is one, else as anybody. null when its realm
 * cannot be asked: no address, or plain HTTP for a registry that speaks HTTPS (a login would cross the wire in the clear).
 */
export function tokenAsk(
  { params }: Challenge,
  asked: { repository: string; login: RegistryAuth | null; plainHttp: boolean },
): TokenAsk | null {
  const realm = params['realm'] ?? ''
  if (!URL.canParse(realm)) return null
  const url = new URL(realm)
  if (url.protocol !== 'https:' && !(asked.plainHttp && url.protocol === 'http:')) return null
  const scope = params['scope'] ?? `repository:${asked.repository}:pull`
  const service = params['service'] ?? ''
  const identity = asked.login?.['identitytoken']
  if (identity !== undefined) {
    const form = { grant_type: 'refresh_token', refresh_token: identity, service, scope, client_id: 'berth' }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return { url, headers, body: new URLSearchParams(form).toString() }
  }
  if (service !== '') url.searchParams.set('service', service)
  url.searchParams.set('scope', scope)
  const basic = basicHeader(asked.login)
  return { url, headers: basic === null ? {} : { authorization: basic } }
}

/** null when the answer holds none. */
export function tokenIn(body: Buffer): string | null {
  try {
    const { token, access_token: access } = TokenSchema.parse(JSON.parse(body.toString('utf8')))
    return token || access || null
  } catch {
    return null // what the answer was is part of the refusal; its text may hold half a token
  }
}
