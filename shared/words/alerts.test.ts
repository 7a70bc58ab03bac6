import { describe, expect, it } from 'vitest'
import { alertKinds } from '../model/alert-kinds'
import { alertKindName, wordAlert } from './alerts'

const params = {
  card: 1,
  name: 'vision',
  percent: 97,
  health: 'lost',
  reasons: 'hardware-thermal software-thermal power-brake',
  celsius: 91,
  notebook: 'models/train_vit.ipynb',
  memoryMiB: 62_464,
  hours: 3,
  cards: 4,
  shutdownAt: Date.UTC(2026, 10, 24, 4),
}

describe.each(alertKinds)('%s', (kind) => {
  it.each(['en', 'zh-CN'] as const)('is worded in %s, with every gap filled', (language) => {
    const { title, text } = wordAlert({ kind, params }, language)
    expect(alertKindName(kind, language)).not.toBe('')
    for (const said of [title, text]) expect(said).not.toMatch(/undefined|NaN|Invalid|^\s*$|\(\s*\)/)
    const bare = wordAlert({ kind, params: {} }, language)
    expect(`${bare.title} ${bare.text}`).not.toMatch(/undefined|NaN/)
  })
})

it('names the notebook, not its folder, and says the same heat once', () => {
  expect(wordAlert({ kind: 'idle-memory', params }, 'en').title).toBe('train_vit.ipynb holds 61.0 GiB')
  expect(wordAlert({ kind: 'throttled', params }, 'en').text).toMatch(
    /^It is too hot, the power supply holds it back \(91 °C\)/,
  )
})

it('holds a notebook’s name that would turn the rest of the sentence round', () => {
  const hostile = { ...params, notebook: 'models/\u202egnp.ipynb', name: '\u2069\u202exyz' }
  const { title, text } = wordAlert({ kind: 'idle-memory', params: hostile }, 'en')
  expect(title).toBe('\u2068\u202egnp.ipynb\u2069 holds 61.0 GiB')
  expect(text).toMatch(/^Its kernel in \u2068\u202exyz\u2069 has been idle/)
})
