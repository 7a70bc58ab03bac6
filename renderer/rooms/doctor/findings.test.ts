import { describe, expect, test } from 'vitest'
import { checkIds, type Check, type CheckId, type DoctorState } from '../../../shared/contract/doctor'
import {
  byGroup,
  countStates,
  isRunning,
  needingAttention,
  saysNoGpu,
  standingOf,
  withoutGpu,
} from './findings'

function check(id: CheckId, state: Check['state'], finding: Check['finding'] = ''): Check {
  return { id, state, finding, params: {}, evidence: '', fixes: [], milliseconds: null }
}
const stateOf = (...checks: Check[]): DoctorState => ({ checks, fixing: null, at: null })
const fine = checkIds.map((id) => check(id, 'fine'))

describe('what the whole of it says', () => {
  test('before anything is known, and while anything runs, it is being looked at', () => {
    expect(standingOf(null)).toBe('looking')
    expect(standingOf(stateOf())).toBe('looking')
    expect(standingOf(stateOf(check('engine', 'fine'), check('disk', 'running')))).toBe('looking')
  })
  test('one problem outweighs everything, also while others still run', () => {
    expect(standingOf(stateOf(check('engine', 'problem'), check('disk', 'running')))).toBe('problems')
    expect(standingOf(stateOf(check('engine', 'problem'), check('disk', 'advice')))).toBe('problems')
  })
  test('advice, then what could not be told, then health', () => {
    expect(standingOf(stateOf(check('engine', 'advice'), check('disk', 'unknown')))).toBe('advice')
    expect(standingOf(stateOf(check('engine', 'fine'), check('disk', 'unknown')))).toBe('unsure')
    expect(standingOf(stateOf(...fine))).toBe('healthy')
    expect(standingOf(stateOf(check('engine', 'fine'), check('wsl', 'not-applicable')))).toBe('healthy')
  })
})

test('every check has its place in one group, or among what needs attention', () => {
  expect(
    byGroup(fine)
      .flatMap(({ checks }) => checks.map(({ id }) => id))
      .sort(),
  ).toEqual([...checkIds].sort())
  const mixed = [check('disk', 'advice'), check('engine', 'problem'), check('clock', 'fine')]
  expect(needingAttention(mixed).map(({ id }) => id)).toEqual(['engine', 'disk'])
  expect(byGroup(mixed)).toEqual([{ group: 'system', checks: [check('clock', 'fine')] }])
})

test('a machine without a card is known by its finding', () => {
  expect(withoutGpu([check('driver', 'not-applicable', 'cpu-only')])).toBe(true)
  expect(withoutGpu(fine)).toBe(false)
  const [none, elsewhere] = [
    check('driver', 'not-applicable', 'cpu-only'),
    check('cdi', 'not-applicable', 'cause-elsewhere'),
  ]
  expect(saysNoGpu([none, elsewhere])).toBe(true)
  expect(saysNoGpu([elsewhere])).toBe(false)
  expect(saysNoGpu([none, check('cdi', 'unknown')])).toBe(false)
})

test('states are counted, and a round under way is known', () => {
  expect(countStates([check('disk', 'fine'), check('shm', 'fine'), check('wsl', 'unknown')])).toMatchObject({
    fine: 2,
    unknown: 1,
    problem: 0,
  })
  expect(isRunning(stateOf(...fine))).toBe(false)
  expect(isRunning(stateOf(check('disk', 'running')))).toBe(true)
})
