import { describe, expect, test } from 'vitest'
import { usualReaperRule } from '../../../../shared/contract/reaper'
import { draftOf, ruleOf } from './rule'

describe('a rule that is typed', () => {
  test('comes back as it was', () => {
    expect(ruleOf(draftOf(usualReaperRule))).toEqual(usualReaperRule)
    const odd = { on: true, idleMinutes: 7, memoryMiB: 777, graceMinutes: 3 }
    expect(ruleOf(draftOf(odd))).toEqual(odd)
  })

  test('means gigabytes as a card’s maker does', () => {
    expect(ruleOf({ ...draftOf(usualReaperRule), memoryGB: 2.5 })).toMatchObject({ memoryMiB: 2560 })
  })

  test('is none while a field is empty or out of its range', () => {
    const draft = draftOf(usualReaperRule)
    expect(ruleOf({ ...draft, idleMinutes: null })).toBeNull()
    expect(ruleOf({ ...draft, memoryGB: 0 })).toBeNull()
    expect(ruleOf({ ...draft, graceMinutes: 0 })).toBeNull()
    expect(ruleOf({ ...draft, idleMinutes: 20_000 })).toBeNull()
  })
})
