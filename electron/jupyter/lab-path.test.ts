import fc from 'fast-check'
import { expect, it } from 'vitest'
import { labPath } from './lab-path'

it('is the lab itself without a path, and the notebook with one', () => {
  expect(labPath()).toBe('/lab')
  expect(labPath('')).toBe('/lab')
  expect(labPath('models/train vit #2.ipynb')).toBe('/lab/tree/models/train%20vit%20%232.ipynb')
  expect(labPath('实验/数据?.ipynb')).toBe('/lab/tree/%E5%AE%9E%E9%AA%8C/%E6%95%B0%E6%8D%AE%3F.ipynb')
})

it('never leads to another server, another part of this one, or into a second header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (path) => {
      const said = labPath(path)
      const url = new URL(said, 'http://a.test')
      expect(url.host).toBe('a.test')
      expect(url.pathname.startsWith('/lab')).toBe(true)
      expect(url.search + url.hash).toBe('')
      expect(said).not.toMatch(/[\r\n]/)
    }),
  )
  expect(labPath('//evil.test/x')).toBe('/lab/tree/evil.test/x')
  expect(labPath('../../api/shutdown')).toBe('/lab/tree/api/shutdown')
})
