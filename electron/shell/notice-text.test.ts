import { expect, it } from 'vitest'
import { noticeText } from './notice-text'

it('no name becomes a link or a picture in a notification', () => {
  const name = '<a href="https://elsewhere.example">train</a><img src="/x">.ipynb'
  expect(noticeText(name, 'linux')).not.toMatch(/[<>]/)
  expect(noticeText('GPU 0 > 95 %', 'linux')).toBe('GPU 0 › 95 %')
  expect(noticeText(name, 'darwin')).toBe(name)
})

it('no name begins a line of its own', () => {
  expect(noticeText('a.ipynb\nBerth: all is well\u2028\r\u0085.', 'darwin')).toBe(
    'a.ipynb Berth: all is well .',
  )
})
