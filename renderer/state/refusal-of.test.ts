import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { refusal } from '../../shared/model/refusal'
import { refusalOf } from './refusal-of'

test('a refusal comes out of the error that carried it, whole', () => {
  const sent = refusal('NameTaken', { params: { name: 'vision' }, evidence: 'Conflict', raw: '409 …' })
  expect(refusalOf(new ORPCError('REFUSED', { data: sent }))).toEqual(sent)
})

test('an input the contract rejects is an invalid input', () => {
  const error = new ORPCError('BAD_REQUEST', { message: 'Input validation failed', data: { issues: [] } })
  expect(refusalOf(error)).toMatchObject({ code: 'InvalidInput', evidence: 'Input validation failed' })
})

test('what nobody foresaw keeps its own text', () => {
  expect(refusalOf(new TypeError('x is not a function'))).toMatchObject({
    code: 'Unforeseen',
    evidence: 'x is not a function',
  })
})
