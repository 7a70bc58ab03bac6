import { expect, test } from 'vitest'
import type { TerminalSize } from '../../shared/contract/terminals'
import { createFitting } from './fitting'

const size = (cols: number, rows = 24): TerminalSize => ({ cols, rows })
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Calls that are answered by hand. */
function fitting(now = size(80)) {
  const asked: number[] = []
  let open = 0
  let most = 0
  let answer: () => void = () => undefined
  const fit = createFitting(now, ({ cols }) => {
    asked.push(cols)
    most = Math.max(most, ++open)
    return new Promise<void>((resolve) => {
      answer = () => {
        open -= 1
        resolve()
      }
    })
  })
  const reply = async () => {
    answer()
    await settled()
  }
  return { fit, asked, reply, most: () => most }
}

test('a size that the terminal has is not asked for', () => {
  const { fit, asked } = fitting()
  fit.wish(size(80))
  expect(asked).toEqual([])
})

test('in a fast drag one call is on its way, and the newest size is the next', async () => {
  const { fit, asked, reply, most } = fitting()
  for (const cols of [81, 82, 83, 84, 85]) fit.wish(size(cols))
  expect(asked).toEqual([81])
  await reply()
  expect(asked).toEqual([81, 85])
  await reply()
  fit.wish(size(86))
  expect(asked).toEqual([81, 85, 86])
  expect(most()).toBe(1)
})

test('dragged there and back, the old size is asked for again', async () => {
  const { fit, asked, reply } = fitting()
  fit.wish(size(90))
  fit.wish(size(80))
  await reply()
  expect(asked).toEqual([90, 80])
})

test('a size from another window stays until something here changes', async () => {
  const { fit, asked, reply } = fitting()
  fit.wish(size(100))
  await reply()
  fit.is(size(60))
  expect(asked).toEqual([100])
  fit.wish(size(100))
  expect(asked).toEqual([100, 100])
})
