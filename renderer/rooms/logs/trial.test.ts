import { expect, test } from 'vitest'
import type { LogLine } from './assembling'
import { createTrial, type TryOut } from './trial'

const line = (id: number): LogLine => ({
  ...{ id, source: 'stdout', time: '', text: `line ${id}`, level: null, spans: null, parts: 1 },
})
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => line(from + at))
const ids = (all: readonly LogLine[]) => all.map(({ id }) => id)

/** A thread that answers when it is told to, and remembers what it was given. */
function thread() {
  const given: string[] = []
  const waiting: ((took: number | null) => void)[] = []
  const tryOut: TryOut = {
    run: (_pattern, texts) => {
      given.push(...texts)
      return new Promise((resolve) => waiting.push(resolve))
    },
    stop: () => undefined,
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const answer = async (took: number | null) => {
    while (waiting.length > 0) {
      waiting.shift()?.(took)
      await settle()
    }
  }
  return { given, tryOut, answer }
}

function trialOf(pattern: RegExp | null) {
  const away = thread()
  let news = 0
  const trial = createTrial({ pattern, tryOut: away.tryOut, onNews: () => (news += 1) })
  return { ...away, trial, news: () => news }
}

test('words, and patterns that repeat nothing, are used at once and tried nowhere', () => {
  for (const pattern of [null, /error|warn/giu, /a\+b\*\{2\}\?/giu, /\d\d:[0-5]\d$/gu]) {
    const { trial, given } = trialOf(pattern)
    expect([trial.state(), ids(trial.fit(lines(0, 3)))]).toEqual(['fine', [0, 1, 2]])
    expect(given).toEqual([])
  }
  for (const pattern of [/a+/u, /(a|b)*$/u, /a{2}/u, /a?a/u, /\\+/u, /(a|a)(a|a)b/u])
    expect(trialOf(pattern).trial.state()).toBe('trying')
})

test('lines fit once the pattern was tried on them, later and earlier ones too, each of them once', async () => {
  const { trial, given, answer, news } = trialOf(/(a+)+$/gu)
  expect(trial.fit(lines(10, 1210))).toEqual([])
  await answer(3)
  expect([trial.state(), news()]).toEqual(['fine', 1])
  expect(trial.fit(lines(10, 1210))).toHaveLength(1200)
  // Others came, and the oldest were dropped.
  expect(ids(trial.fit(lines(1205, 1213)))).toEqual([1205, 1206, 1207, 1208, 1209])
  await answer(1)
  expect(ids(trial.fit(lines(1205, 1213)))).toHaveLength(8)
  // Earlier ones were loaded.
  expect(ids(trial.fit(lines(-2, 12)))).toEqual([10, 11])
  await answer(1)
  expect(trial.fit(lines(-2, 12))).toHaveLength(14)
  expect(given).toHaveLength(1200 + 3 + 12)
  expect(new Set(given).size).toBe(given.length)
})

test('a pattern that stands still, or that all lines together take too long for, is slow and is tried no more', async () => {
  for (const took of [null, 600]) {
    const { trial, given, answer } = trialOf(/(a+)+$/gu)
    trial.fit(lines(0, 1200))
    await answer(took)
    expect(trial.state()).toBe('slow')
    const before = given.length
    trial.fit(lines(0, 1300))
    expect(given).toHaveLength(before)
  }
})

test('one that was fine may turn out to be slow', async () => {
  const { trial, answer } = trialOf(/(a+)+$/gu)
  trial.fit(lines(0, 10))
  await answer(1)
  expect(trial.state()).toBe('fine')
  expect(trial.fit(lines(0, 11))).toHaveLength(10)
  await answer(null)
  expect(trial.state()).toBe('slow')
})

test('one that was stopped says nothing any more', async () => {
  const { trial, answer, news } = trialOf(/(a+)+$/gu)
  trial.fit(lines(0, 10))
  trial.stop()
  await answer(1)
  expect(news()).toBe(0)
})
