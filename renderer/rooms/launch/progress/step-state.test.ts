import { describe, expect, test } from 'vitest'
import type { LaunchTask, PullProgress } from '../../../../shared/contract/launch'
import { defaultSpec } from '../../../../shared/model/launch-spec'
import { refusal } from '../../../../shared/model/refusal'
import { layerRows, stepState } from './step-state'

function at(step: number, state: LaunchTask['state']): LaunchTask {
  return {
    id: 'abcdefgh',
    name: 'vision',
    title: 'PyTorch',
    spec: defaultSpec({ image: 'a:1', entry: '', projectFolder: '/w', gpus: { is: 'none' } }),
    plan: {
      name: 'vision',
      steps: [],
      dockerCommand: '',
      problems: [],
      gpus: [],
      shmBytes: 0,
      user: { uid: 1, gid: 1 },
    },
    startedAt: 0,
    step,
    stepSeconds: [],
    pull: null,
    output: '',
    state,
  }
}

describe('the state of a step', () => {
  test('what came before is done and what follows waits', () => {
    const task = at(1, { is: 'running' })
    expect([0, 1, 2].map((index) => stepState(task, index))).toEqual(['done', 'now', 'waiting'])
  })

  test('a failure and a cancellation stand where the launch ended', () => {
    expect(stepState(at(1, { is: 'failed', refusal: refusal('NoSpace') }), 1)).toBe('failed')
    expect(stepState(at(1, { is: 'cancelled' }), 1)).toBe('stopped')
    expect(stepState(at(1, { is: 'cancelled' }), 2)).toBe('waiting')
  })

  test('a launch that is done has done its last step too', () => {
    expect(stepState(at(2, { is: 'done', containerId: 'c', jupyter: true, seconds: 3 }), 2)).toBe('done')
  })
})

test('a layer being unpacked is fully downloaded, and layers that are here are only counted', () => {
  const pull: PullProgress = {
    layers: [
      { id: 'a', phase: 'present', currentBytes: 0, totalBytes: null },
      { id: 'b', phase: 'extracting', currentBytes: 1, totalBytes: 100 },
      { id: 'c', phase: 'downloading', currentBytes: 25, totalBytes: 100 },
      { id: 'd', phase: 'waiting', currentBytes: 0, totalBytes: null },
    ],
    currentBytes: 125,
    totalBytes: 200,
    bytesPerSecond: null,
    secondsLeft: null,
  }
  const { rows, present } = layerRows(pull)
  expect(present).toBe(1)
  expect(rows.map(({ ratio }) => ratio)).toEqual([1, 0.25, 0])
})
