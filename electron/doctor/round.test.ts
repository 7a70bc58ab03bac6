import { describe, expect, it, vi } from 'vitest'
import { standingInFor, fine, notApplicable, problem } from './check'
import { openLook } from './look'
import { recordedEngine, recordedMachine } from './machine.test-support'
import { runRound, withDependents, type Answered } from './round'
import { withoutPasswords } from './redact'

const around = { engine: recordedEngine(), owner: 'x', registries: () => [], projectFolder: () => '' }

async function round(
  machine: ReturnType<typeof recordedMachine>,
  only: Parameters<typeof runRound>[0]['only'],
) {
  const signal = new AbortController().signal
  const answers: Answered[] = []
  await runRound({
    look: openLook({ ...around, machine }, signal),
    only,
    signal,
    onAnswer: (one) => answers.push(one),
  })
  return answers
}

describe('a round', () => {
  it('stops a check that hangs, and says so', async () => {
    vi.useFakeTimers()
    try {
      const hanging = { ...recordedMachine(), readText: () => new Promise<never>(() => undefined) }
      const answers = round(hanging, ['inotify'])
      await vi.advanceTimersByTimeAsync(5_000)
      expect((await answers)[0]?.outcome).toMatchObject({
        state: 'unknown',
        finding: 'check-timed-out',
        params: { seconds: 5 },
      })
    } finally {
      vi.useRealTimers()
    }
  })

  it('outlives a check that breaks, with its stack as evidence', async () => {
    const broken = { ...recordedMachine(), readText: () => Promise.reject(new Error('disk on fire')) }
    const answers = await round(broken, ['inotify', 'clock'])
    expect(answers.map(({ id, outcome }) => [id, outcome.finding])).toEqual(
      expect.arrayContaining([
        ['inotify', 'check-broke'],
        ['clock', 'clock-unknown'],
      ]),
    )
  })
})

describe('causes', () => {
  it('stand before what comes of them, and advice does not', () => {
    expect(standingInFor('driver', problem('driver-missing'))).toMatchObject({
      finding: 'cause-elsewhere',
      params: { check: 'driver' },
    })
    const root = notApplicable('cause-elsewhere', { params: { check: 'engine' } })
    expect(standingInFor('toolkit', root)).toMatchObject({ params: { check: 'engine' } })
    expect(standingInFor('cdi', notApplicable('cdi-not-used'))).toBeNull()
    expect(standingInFor('engine', fine('engine-answers'))).toBeNull()
  })

  it('are asked again with all that they may hold', () => {
    expect(withDependents('toolkit')).toEqual([
      ...['toolkit', 'toolkit-configured', 'engine-restarted', 'cdi', 'gpu-container', 'cgroup-hazard'],
    ])
    expect(withDependents('clock')).toEqual(['clock'])
  })
})

it('evidence keeps no password', () => {
  expect(withoutPasswords('"https-proxy": "http://ada:s3cret@proxy:3128"')).toBe(
    '"https-proxy": "http://ada:***@proxy:3128"',
  )
})
