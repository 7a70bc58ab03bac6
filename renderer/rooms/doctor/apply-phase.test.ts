import { expect, test } from 'vitest'
import { phaseOf } from './apply-phase'

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
