import { mkdtemp, readFile, rm, writeFile, readdir, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHistory, keepHistory } from '.'
import { decode, encode } from './file'

const point = (used: number | null, uuid = 'GPU-a') => ({
  uuid,
  utilisationPercent: used,
  memoryUsedMiB: used,
})
const minute = 60_000
const hour = 60 * minute

describe('a card’s history', () => {
  it('keeps at most the last 15 minutes at a second, oldest first', () => {
    const history = createHistory()
    for (let second = 0; second < 2000; second += 1) history.put(second * 1000, [point(second)])
    const { at = [], memoryUsedMiB = [] } = history.read('minutes', 1999_000)['GPU-a'] ?? {}
    expect(at).toHaveLength(900)
    expect(at[0]).toBe(1100_000)
    expect(at.at(-1)).toBe(1999_000)
    expect(memoryUsedMiB.at(-1)).toBe(1999)
  })

  it('keeps a day at ten seconds: the mean of what was seen in them', () => {
    const history = createHistory()
    for (let second = 0; second < 30 * 3600; second += 2) history.put(second * 1000, [point(second % 10)])
    const { at = [], utilisationPercent = [] } = history.read('day', 30 * hour)['GPU-a'] ?? {}
    expect(at[0]).toBe(6 * hour)
    expect(at).toHaveLength(24 * 360)
    expect(new Set(utilisationPercent)).toEqual(new Set([4]))
  })

  it('says null, never NaN, where there was no figure', () => {
    const history = createHistory()
    history.put(1, [point(null)])
    const expected = { 'GPU-a': { at: [1], utilisationPercent: [null], memoryUsedMiB: [null] } }
    expect(history.read('minutes', 1)).toEqual(expected)
    expect(history.read('day', 1)['GPU-a']?.utilisationPercent).toEqual([null])
  })

  it('replaces a point that is told again for the same moment', () => {
    const history = createHistory()
    history.put(1, [point(5)])
    history.put(1, [point(6)])
    expect(history.read('minutes', 1)['GPU-a']?.memoryUsedMiB).toEqual([6])
  })

  it('never runs backwards when the clock is set back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 * hour }), { maxLength: 300 }), (moments) => {
        const history = createHistory()
        for (const at of moments) history.put(at, [point(1)])
        for (const span of ['minutes', 'day'] as const) {
          const { at = [] } = history.read(span, moments.at(-1) ?? 0)['GPU-a'] ?? {}
          expect(at).toEqual([...new Set(at)].sort((a, b) => a - b))
        }
      }),
    )
  })

  it('forgets a card that has not been seen for a day, and never keeps more than 64', () => {
    const history = createHistory()
    history.put(0, [point(5)])
    history.put(25 * hour, [point(1, 'GPU-b')])
    expect(Object.keys(history.read('day', 25 * hour))).toEqual(['GPU-b'])
    for (let card = 0; card < 200; card += 1) history.put(25 * hour + card, [point(1, `GPU-${card}`)])
    expect(history.kept(25 * hour + 200).size).toBe(64)
  })
})

describe('the file', () => {
  let folder = ''
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-history-'))
    lines.length = 0
  })
  afterEach(() => rm(folder, { recursive: true }))
  const filled = () => {
    const history = createHistory()
    for (let second = 0; second < 100; second += 1)
      history.put(hour + second * 1000, [point(second), point(null, 'GPU-b')])
    return history
  }

  it('brings everything back after a restart', async () => {
    const path = join(folder, 'gpu', 'history.bin')
    const first = filled()
    const keeping = await keepHistory({ history: first, path, now: hour, log })
    keeping.touch(hour + 1000)
    await keeping.close(hour + 99_000)
    const second = createHistory()
    await keepHistory({ history: second, path, now: hour + 99_000, log })
    for (const span of ['minutes', 'day'] as const)
      expect(second.read(span, hour + 99_000)).toEqual(first.read(span, hour + 99_000))
    expect(lines).toEqual([])
    expect(await readdir(join(folder, 'gpu'))).toEqual(['history.bin'])
  })

  it('leaves out what is older than a day or from the future', async () => {
    const path = join(folder, 'history.bin')
    await writeFile(path, encode(filled().kept(hour + 99_000)))
    const later = createHistory()
    await keepHistory({ history: later, path, now: 30 * hour, log })
    expect(later.read('day', 30 * hour)).toEqual({})
    const earlier = createHistory()
    await keepHistory({ history: earlier, path, now: hour + 50_000, log })
    expect(earlier.read('minutes', hour + 50_000)['GPU-a']?.at.at(-1)).toBe(hour + 50_000)
  })

  it('is no history when it was cut, zeroed or changed anywhere: nothing throws, and it begins anew', async () => {
    const whole = encode(filled().kept(hour + 99_000))
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        expect(decode(whole.subarray(0, length))).toBeNull()
      }),
    )
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const changed = Buffer.from(whole)
        changed[at] = value
        decode(changed)
      }),
    )
    const path = join(folder, 'history.bin')
    await writeFile(path, Buffer.alloc(whole.length))
    await keepHistory({ history: createHistory(), path, now: hour, log })
    expect(lines).toEqual([expect.stringContaining('begins anew')])
  })

  it('keeps the former file when it cannot be written, and says so', async () => {
    const path = join(folder, 'history.bin')
    const before = encode(filled().kept(hour + 99_000))
    await writeFile(path, before)
    const history = createHistory()
    const keeping = await keepHistory({ history, path, now: hour + 99_000, log })
    // A folder where the half-written file would lie: it cannot be written.
    await mkdir(`${path}.new`)
    history.put(hour + 100_000, [point(7)])
    keeping.touch(hour + 100_000)
    await keeping.close(hour + 100_000)
    expect(await readFile(path)).toEqual(before)
    expect(lines[0]).toContain('not written')
  })
})
