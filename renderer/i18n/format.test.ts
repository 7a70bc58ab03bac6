import { describe, expect, test } from 'vitest'
import { createFormat } from './format'
import { chooseLanguage } from './text'

const en = createFormat('en')
const zh = createFormat('zh-CN')

describe('figures', () => {
  test('downloads count in powers of 1000, as registries do', () => {
    expect(en.bytes(3_900_000_000)).toBe('3.9 GB')
    expect(en.bytes(999)).toBe('999 B')
    expect(en.bytes(412_345_678_901)).toBe('412 GB')
  })

  test('a figure never reads as a thousand of the smaller unit', () => {
    expect(en.bytes(999_960_000)).toBe('1 GB')
  })

  test('memory counts in powers of 1024, as the card is sold', () => {
    expect(en.mebibytes(81_920)).toBe('80 GB')
    expect(en.memory(16 * 2 ** 30)).toBe('16 GB')
    expect(zh.memory(1.5 * 2 ** 30)).toBe('1.5 GB')
  })

  test('a duration has at most two units', () => {
    expect(en.duration(42)).toBe('42 s')
    expect(en.duration(100)).toBe('1 min 40 s')
    expect(en.duration(7500)).toBe('2 h 5 min')
    expect(en.duration(200_000)).toBe('2 d 8 h')
    expect(zh.duration(7500)).toBe('2 小时 5 分钟')
  })

  test('a duration just below a border does not show sixty of the smaller unit', () => {
    expect(en.duration(3599)).toBe('1 h')
    expect(en.duration(59.7)).toBe('1 min')
  })

  test('past moments are told as people tell them', () => {
    const now = 1_700_000_000_000
    expect(en.ago(now - 10_000, now)).toBe('just now')
    expect(en.ago(now - 180_000, now)).toBe('3 minutes ago')
    expect(zh.ago(now - 2 * 86_400_000, now)).toBe('前天')
  })

  test('a moment to come is told as briefly as it can be understood', () => {
    const now = new Date(2026, 10, 24, 18, 4).getTime()
    const at = (day: number, hours: number) => new Date(2026, 10, day, hours).getTime()
    const plain = (text: string) => text.replace(/\u202f/g, ' ')
    expect(plain(en.clock(at(24, 22), now))).toBe('10:00 PM')
    expect(plain(en.clock(at(25, 8), now))).toMatch(/^Wed,? 8:00 AM$/)
    expect(zh.clock(at(24, 22), now)).toBe('22:00')
    expect(plain(en.clock(at(31, 8), now + 1))).toContain('2026')
  })

  test('only the home itself becomes a tilde, not a folder whose name begins alike', () => {
    expect(en.path('/home/me/work', '/home/me')).toBe('~/work')
    expect(en.path('/home/meg/work', '/home/me')).toBe('/home/meg/work')
  })
})

describe('the language', () => {
  test('follows the system unless the person chose one', () => {
    expect(chooseLanguage('system', ['zh-Hans-CN', 'en'])).toBe('zh-CN')
    expect(chooseLanguage('system', ['de', 'en-GB', 'zh'])).toBe('en')
    expect(chooseLanguage('en', ['zh-CN'])).toBe('en')
    expect(chooseLanguage('system', ['fr'])).toBe('en')
  })
})
