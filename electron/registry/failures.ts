// A registry's answers and a network's errors as refusals. Texts of registries go through the table that the engine's go
// through; Node's own error texts do not, since there they mean the engine.
import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { RefusalError, type RefusalCode } from '../../shared/model/refusal'
import { refusalFor } from '../engine'
import type { ImagePlace } from './place'
import { TooMuch, type Reply } from './wire'

/** Why a manifest or config is of no use, as `why` of ImageUnreadable; worded in renderer/i18n. */
export type Unreadable =
  'not-json' | 'not-manifest' | 'too-large' | 'digest' | 'artifact' | 'schema1' | 'platform'

const ErrorsSchema = z.object({
  errors: z.array(z.object({ code: z.string().default(''), message: z.string().default('') })).min(1),
})

const ofRegistries: readonly RefusalCode[] = [
  ...(['ImageUnknown', 'ImageTagUnknown', 'RegistryUnauthorised'] as const),
  ...(['RegistryRateLimit', 'RegistryUnreachable'] as const),
]

export function paramsOf({ reference, host, wanted }: ImagePlace) {
  return { image: reference, registry: host, tag: wanted }
}

export function unreadable(
  place: ImagePlace,
  why: Unreadable,
  evidence: string,
  raw = evidence,
): RefusalError {
  return new RefusalError('ImageUnreadable', { params: { ...paramsOf(place), why }, evidence, raw })
}

/**
 * What a status that is no success means. `tokenGiven`: the registry handed out a token and refuses all the same; like
 * Docker Hub it then does not tell a name that does not exist from one that is private.
 */
export function refusalOfReply(
  reply: Reply,
  place: ImagePlace,
  { tokenGiven }: { tokenGiven: boolean },
): RefusalError {
  const { status } = reply
  const told = textOf(reply)
  const hidden = tokenGiven && (status === 401 || status === 403)
  const text = hidden
    ? `pull access denied for ${place.reference}, repository does not exist or may require 'docker login': ${told}`
    : told
  const { refusal } = refusalFor({ text, status, subject: paramsOf(place) })
  const code = ofRegistries.includes(refusal.code) ? refusal.code : codeOf(status)
  const why = code === 'ImageUnreadable' ? { why: 'not-manifest' } : {}
  const { evidence, raw, params } = refusal
  return new RefusalError(code, { evidence, raw, params: { ...params, ...why }, actions: ['retry'] })
}

function codeOf(status: number): RefusalCode {
  if (status === 401 || status === 403 || status === 407) return 'RegistryUnauthorised'
  // Whether the name or the tag is unknown is asked afterwards: see look.ts.
  if (status === 404) return 'ImageTagUnknown'
  if (status === 429) return 'RegistryRateLimit'
  return status >= 500 ? 'RegistryUnreachable' : 'ImageUnreadable'
}

/** As the engine words them: the code in small letters, then the message (distribution registry/api/errcode). */
function textOf({ status, body }: Reply): string {
  const line = `${status} ${STATUS_CODES[status] ?? ''}`.trim()
  const said = body.toString('utf8').slice(0, 2000)
  try {
    const { errors } = ErrorsSchema.parse(JSON.parse(said))
    return errors
      .map(({ code, message }) => `${code.toLowerCase().replaceAll('_', ' ')}: ${message}`)
      .join('; ')
  } catch {
    // A proxy's page, or nothing: the status says more than its markup, which stays in the raw text.
    return said.trim() === '' ? line : `${line}\n${said}`
  }
}

/** An error that came instead of an answer. */
export function refusalOfError(error: unknown, place: ImagePlace, asked: string): RefusalError {
  if (error instanceof RefusalError) return error
  const params = paramsOf(place)
  if (error instanceof TooMuch) return unreadable(place, 'too-large', `${asked}: ${error.message}`)
  const { text, code } = innermost(error)
  const evidence = `${asked}: ${text}`
  return new RefusalError(
    'RegistryUnreachable',
    { params: { ...params, why: whyOf(code, text) }, evidence, raw: evidence, actions: ['retry'] },
    { cause: error },
  )
}

/** Several addresses tried for one name: Node wraps them and leaves its own message empty. */
function innermost(error: unknown): { text: string; code: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0])
  if (!(error instanceof Error)) return { text: String(error), code: '' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return { text: error.message.replace(/^\w+:error:/, 'error:').trim() || code, code }
}

/** The words of the table's rows for RegistryUnreachable. */
function whyOf(code: string, text: string): 'certificate' | 'plain-http' | 'network' {
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS_CERT/.test(code)) return 'certificate'
  return speaksPlainHttp(code, text) ? 'plain-http' : 'network'
}

/** OpenSSL's and BoringSSL's words for an answer that is no TLS. */
export function speaksPlainHttp(code: string, text: string): boolean {
  return /wrong.version.number|packet.length.too.long|http.request/i.test(text) || code === 'EPROTO'
}
