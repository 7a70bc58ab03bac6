import { expect, test } from 'vitest'
import { refusal } from '../../shared/model/refusal'
import { endOf } from './ending-words'

const ended = (state: Parameters<typeof endOf>[0]['state']) => endOf({ state, label: 'vision' })

test('a shell that runs has not ended', () => expect(ended({ is: 'running' })).toBeNull())

test.each([
  [0, { is: 'finished' }],
  [null, { is: 'finished' }],
  [2, { is: 'failed', code: 2, asAfter: null }],
  [137, { is: 'failed', code: 137, asAfter: 'SIGKILL' }],
  [130, { is: 'failed', code: 130, asAfter: 'SIGINT' }],
  [128, { is: 'failed', code: 128, asAfter: null }],
  [255, { is: 'failed', code: 255, asAfter: null }],
])('exit code %j', (code, end) => expect(ended({ is: 'exited', code })).toEqual(end))

test('a stopped container, a removed one and a lost engine are three different ends', () => {
  const lost = (code: Parameters<typeof refusal>[0], params = {}) =>
    ended({ is: 'lost', refusal: refusal(code, { params }) })
  expect(lost('ContainerExited', { code: 143 })).toEqual({ is: 'stopped', name: 'vision', code: 143 })
  expect(lost('ContainerExited')).toEqual({ is: 'stopped', name: 'vision', code: null })
  expect(lost('NotFound')).toEqual({ is: 'removed', name: 'vision' })
  expect(lost('EngineDown')).toMatchObject({ is: 'engine-lost' })
  expect(lost('ShellMissing')).toMatchObject({ is: 'refused' })
})
