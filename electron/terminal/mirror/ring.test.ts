import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRing } from './ring'

const most = 50
const chunk = fc.array(fc.constantFrom('a', 'b', '\n'), { maxLength: 120 }).map((letters) => letters.join(''))

it('has the newest bytes whatever came, from the beginning of a line where earlier ones are gone', () => {
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 30 }), (chunks) => {
      const ring = createRing(most)
      for (const each of chunks) ring.add(Buffer.from(each))
      const all = chunks.join('')
      const kept = Buffer.from(ring.bytes()).toString()
      expect(all.endsWith(kept)).toBe(true)
      const newest = all.slice(-most)
      if (all.length <= most) expect(kept).toBe(all)
      else expect(kept).toBe(newest.slice(newest.indexOf('\n') + 1))
    }),
  )
})

it('has nothing once it is cleared', () => {
  const ring = createRing(most)
  ring.add(Buffer.from('x'.repeat(200)))
  ring.clear()
  expect(ring.bytes()).toHaveLength(0)
  ring.add(Buffer.from('whole'))
  expect(Buffer.from(ring.bytes()).toString()).toBe('whole')
})
