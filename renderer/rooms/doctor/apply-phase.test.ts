import { expect, test } from 'vitest'
import { isUnderWay, phaseOf } from './apply-phase'

const asked = { check: 'toolkit', fix: 'install-toolkit' } as const
const fixing = (output: string, exitCode: number | null) => ({ ...asked, output, exitCode })
const at = { asked, agreed: true, calling: false, refused: false, fixing: null }

test('nothing runs before the person agreed, whatever ran before', () => {
  expect(phaseOf({ ...at, agreed: false, fixing: fixing('old', 0) })).toEqual({ is: 'asking' })
})

test('its output is shown while it runs, and its end with its code', () => {
  expect(phaseOf(at)).toEqual({ is: 'running', output: '' })
  expect(phaseOf({ ...at, calling: true, fixing: fixing('Get:1', null) })).toEqual({
    is: 'running',
    output: 'Get:1',
  })
  expect(phaseOf({ ...at, fixing: fixing('done', 100) })).toEqual({
    is: 'ended',
    output: 'done',
    exitCode: 100,
  })
})

test('the end of an earlier try is not taken for this one’s', () => {
  expect(phaseOf({ ...at, calling: true, fixing: fixing('old', 1) })).toEqual({ is: 'running', output: '' })
})

test('another fix that runs is not ours, and a refusal is said', () => {
  const other = { check: 'clock', fix: 'set-clock', output: 'x', exitCode: null } as const
  expect(phaseOf({ ...at, fixing: other })).toEqual({ is: 'running', output: '' })
  expect(phaseOf({ ...at, refused: true, fixing: other })).toEqual({ is: 'refused' })
})

test('a dialog that opens while something runs shows that only where it is its own fix', () => {
  const other = { check: 'clock', fix: 'set-clock', output: '', exitCode: null } as const
  expect(isUnderWay(asked, other)).toBe(false)
  expect(isUnderWay(asked, fixing('Get:1', null))).toBe(true)
  expect(isUnderWay(asked, fixing('done', 0))).toBe(false)
  expect(isUnderWay(asked, null)).toBe(false)
})
