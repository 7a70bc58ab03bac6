// What every room's contract is made of: a procedure that may give the foreseen refusals.
import { oc } from '@orpc/contract'
import { RefusalSchema } from '../model/refusal'

/**
 * Every refusal travels as one declared error, `REFUSED`, whose data is the Refusal.
 * One name keeps the client's handling total: the code inside says which.
 */
export const procedure = oc.errors({ REFUSED: { message: 'refused', data: RefusalSchema } })
