import { ORPCError } from '@orpc/client'
import { refusal, refusalFrom, RefusalSchema, type Refusal } from '../../shared/model/refusal'

/** The refusal that a failed call carries; whatever was not foreseen comes back as `Unforeseen` with its own text. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ORPCError) {
    const carried = RefusalSchema.safeParse(error.data)
    if (carried.success) return carried.data
    if (error.code === 'BAD_REQUEST') {
      return refusal('InvalidInput', { evidence: error.message, raw: JSON.stringify(error.data, null, 2) })
    }
  }
  return refusalFrom(error)
}

/** Was this wait ended by whoever asked for it? Then there is nothing to tell. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
