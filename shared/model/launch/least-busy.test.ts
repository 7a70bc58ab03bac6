import { expect, it } from 'vitest'
import { card } from './example'
import { claims, leastBusyFirst } from './least-busy'

const nobody = { heldCards: [], reservedCards: [] }
const order = (...asked: Parameters<typeof leastBusyFirst>) =>
  leastBusyFirst(...asked).map(({ index }) => index)

it('a card whose memory somebody outside has filled comes after one that an environment holds and does not use', () => {
  const cards = [card(0, 'GPU-a', 70_000), card(1, 'GPU-b', 300)]
  expect(order(cards, { ...nobody, heldCards: [{ uuid: 'GPU-b', by: 'vision' }] })).toEqual([1, 0])
})

it('among equally free cards the one that nobody holds comes first, then the one that computes least, then the first', () => {
  const cards = [
    card(0, 'GPU-a', 100),
    card(1, 'GPU-b', 900, { utilisationPercent: 80 }),
    card(2, 'GPU-c', 500),
    card(3, 'GPU-d', 0),
  ]
  const heldCards = [{ uuid: 'GPU-a', by: 'vision' }]
  expect(order(cards, { ...nobody, heldCards })).toEqual([2, 3, 1, 0])
})

it('among equally free cards that are all held the one that fewest hold comes first', () => {
  const cards = [card(0, 'GPU-a', 100), card(1, 'GPU-b', 100)]
  const by = (uuid: string, ...names: string[]) => names.map((name) => ({ uuid, by: name }))
  const heldCards = [...by('GPU-a', 'vision', 'speech'), ...by('GPU-b', 'audio', 'audio')]
  expect(order(cards, { ...nobody, heldCards })).toEqual([1, 0])
})

it('reserved cards come last, however free', () => {
  const cards = [card(0, 'GPU-a', 0), card(1, 'GPU-b', 80_000)]
  const reservedCards = [{ uuid: 'GPU-a', holder: 'ada@atlas', until: 1 }]
  expect(order(cards, { ...nobody, reservedCards })).toEqual([1, 0])
})

it('a card without figures comes after those with free memory', () => {
  const cards = [card(0, 'GPU-a', 0, { memoryTotalMiB: null, memoryUsedMiB: null }), card(1, 'GPU-b', 40_000)]
  expect(order(cards, nobody)).toEqual([1, 0])
  const unused = [card(0, 'GPU-a', 0, { memoryUsedMiB: null }), card(1, 'GPU-b', 40_000)]
  expect(order(unused, nobody)).toEqual([1, 0])
})

it('who has claims on a card is said once', () => {
  const heldCards = [
    { uuid: 'GPU-a', by: 'vision' },
    { uuid: 'GPU-a', by: 'vision' },
    { uuid: 'GPU-b', by: 'speech' },
  ]
  const reservedCards = [{ uuid: 'GPU-a', holder: 'ada@atlas', until: 7 }]
  expect(claims('GPU-a', { heldCards, reservedCards })).toEqual({
    heldBy: ['vision'],
    reserved: { holder: 'ada@atlas', until: 7 },
  })
})
