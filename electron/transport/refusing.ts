// Turns whatever a procedure or its stream throws into the contract's one declared error, REFUSED.
import { mapEventIterator } from '@orpc/client'
import { ValidationError } from '@orpc/contract'
import { os, ORPCError } from '@orpc/server'
import { RefusalError, refusal, refusalFrom, type Refusal } from '../../shared/model/refusal'
import { stackOf, type Log } from '../log'

/** Foreseen refusals pass as they are; the rest is a bug: logged with its stack, and shown as `Unforeseen`. */
export function refusing(log: Log) {
  return os.middleware(async ({ next, path, signal }) => {
    const refused = (error: unknown) => {
      const data = refusalOf(error)
      // After an abort nobody is listening, and the error is only its echo.
      if (data.code === 'Unforeseen' && signal?.aborted !== true) log(`${path.join('.')}: ${stackOf(error)}`)
      return new ORPCError('REFUSED', { message: data.code, data })
    }
    try {
      const result = await next()
      if (!isStream(result.output)) return result
      const output = mapEventIterator(result.output, {
        value: (value) => Promise.resolve(value),
        error: (error) => Promise.resolve(refused(error)),
      })
      return { ...result, output }
    } catch (error) {
      throw refused(error)
    }
  })
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal
  if (!(error instanceof ORPCError)) return refusalFrom(error)
  const { cause } = error
  if (!(cause instanceof ValidationError)) return refusalFrom(error)
  const raw = cause.issues.map((issue) => `${place(issue.path)}: ${issue.message}`).join('\n')
  // An answer that breaks its own contract is our bug, not the caller's.
  if (error.code !== 'BAD_REQUEST') return refusal('Unforeseen', { evidence: error.message, raw })
  return refusal('InvalidInput', { evidence: raw.split('\n')[0] ?? '', raw })
}

function place(path: ValidationError['issues'][number]['path']): string {
  const keys = (path ?? []).map((key) => String(typeof key === 'object' ? key.key : key))
  return keys.length > 0 ? keys.join('.') : 'input'
}

function isStream(output: unknown): output is AsyncIterator<unknown, unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}
