import { describe, expect, it } from 'vitest'
import { afterPullEvent, noPull, pullProgress } from './pull-progress'

const a = 'aaaaaaaaaaaa'
const b = 'bbbbbbbbbbbb'
type Line = [id: string, status: string, current?: number, total?: number]

function after(lines: Line[], from = noPull, startAt = 0) {
  return lines.reduce(
    (state, [id, status, current, total], index) =>
      afterPullEvent(
        state,
        { id, status, currentBytes: current ?? null, totalBytes: total ?? null },
        startAt + index * 1000,
      ),
    from,
  )
}

describe('pull progress', () => {
  it("follows a layer of Docker's graph driver to its end", () => {
    const state = after([
      ['13', 'Pulling from library/lab'],
      [a, 'Pulling fs layer'],
      [a, 'Waiting'],
      [a, 'Downloading', 400, 1000],
      [a, 'Verifying Checksum'],
      [a, 'Download complete'],
      [a, 'Extracting', 300, 1000],
      [a, 'Pull complete'],
      ['', 'Status: Downloaded newer image'],
    ])
    expect(pullProgress(state, 9000)).toMatchObject({
      layers: [{ id: a, phase: 'done', currentBytes: 1000, totalBytes: 1000 }],
      currentBytes: 1000,
      totalBytes: 1000,
      secondsLeft: null,
    })
  })

  it('keeps bytes when the containerd store counts seconds while unpacking', () => {
    const state = after([
      [a, 'Pulling fs layer'],
      [a, 'Downloading', 1000, 1000],
      [a, 'Download complete'],
      [a, 'Extracting', 3],
    ])
    expect(pullProgress(state, 4000).layers).toEqual([
      { id: a, phase: 'extracting', currentBytes: 1000, totalBytes: 1000 },
    ])
  })

  it('says no total while a layer has not said its size', () => {
    const state = after([
      [a, 'Pulling fs layer'],
      [b, 'Pulling fs layer'],
      [a, 'Downloading', 10, 100],
    ])
    expect(pullProgress(state, 3000).totalBytes).toBeNull()
    expect(pullProgress(state, 3000, 5000).totalBytes).toBe(5000)
  })

  it('counts layers that are here as nothing to fetch', () => {
    const state = after([
      [a, 'Already exists'],
      [b, 'Downloading', 10, 100],
    ])
    expect(pullProgress(state, 2000)).toMatchObject({ currentBytes: 10, totalBytes: 100 })
  })

  it('gives speed and time left from the last seconds, not from the beginning', () => {
    const slow = after([[a, 'Downloading', 1, 10_000]])
    const fast = after(
      [
        [a, 'Downloading', 1000, 10_000],
        [a, 'Downloading', 2000, 10_000],
        [a, 'Downloading', 3000, 10_000],
      ],
      slow,
      60_000,
    )
    expect(pullProgress(fast, 62_000)).toMatchObject({ bytesPerSecond: 1000, secondsLeft: 7 })
  })

  it('forgets the bytes of a download that the engine tries again', () => {
    const state = after([
      [a, 'Downloading', 500, 1000],
      [a, 'Retrying in 5 seconds'],
    ])
    expect(pullProgress(state, 2000)).toMatchObject({ currentBytes: 0, totalBytes: 1000 })
  })
})
