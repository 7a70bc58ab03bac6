import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from './judge'
import { judgeCases } from './judge-cases.test-support'
import { cards, machine, source, torch, userSpace } from './judge.test-support'
import { readImage } from './read-image'
import { CompatHostSchema, ImageFactsSchema, VerdictSchema } from './types'

describe('cases with known answers', () => {
  test('there are at least sixty, each with a source and a name of its own', () => {
    expect(judgeCases.length).toBeGreaterThanOrEqual(60)
    expect(new Set(judgeCases.map(({ name }) => name)).size).toBe(judgeCases.length)
    expect(judgeCases.filter(({ source }) => source === '')).toEqual([])
  })

  test.each(judgeCases)('$name: $is', ({ image, host, is, rule, excluded = [] }) => {
    const verdict = judge(readImage(source(image)), host)
    expect([verdict.is, verdict.reasons[0]?.rule]).toEqual([is, rule])
    expect(verdict.excludedCards).toEqual(excluded)
    if (is === 'will-not-run') expect(verdict.reasons[0]?.certain).toBe(true)
  })
})

test('a driver too old says which one would do, and which is here', () => {
  const [reason] = judge(readImage(source(userSpace('13.0.0'))), machine('570.26', [cards.rtx4090])).reasons
  expect(reason?.params).toMatchObject({ needs: '580', driver: '570.26', cuda: '13.0.0' })
  expect(reason?.evidence).toBe('CUDA_VERSION=13.0.0')
})

test('beside kernels that miss the card stands the toolkit that would have had them', () => {
  const { reasons } = judge(readImage(source(torch('2.3.1', '12.1'))), machine('570.26', [cards.rtx5090]))
  expect(reasons.map(({ rule, params }) => [rule, params['firstCuda']])).toContainEqual([
    'cuda-predates-architecture',
    '12.8',
  ])
})

test('the same reason for two cards is said once, with both names', () => {
  const two = [cards.v100, { ...cards.p100 }, { ...cards.v100, uuid: 'another' }]
  const { reasons } = judge(readImage(source(userSpace('13.0.0'))), machine('580.65.06', two))
  const dropped = reasons.filter(({ rule }) => rule === 'cuda-dropped-architecture')
  expect(dropped.map(({ params }) => params['cards'])).toEqual([
    'Tesla V100-SXM2-32GB',
    'Tesla P100-SXM2-16GB',
  ])
})

describe('whatever is asked', () => {
  const version = fc.oneof(
    fc.constantFrom('10.2', '11.8.0', '12', '12.1', '12.8.1', '13.0', '14', '', 'x', '570.26'),
    fc.string(),
  )
  const capability = fc.oneof(
    fc.constantFrom('3.7', '7.0', '8.6', '9.0', '9.0a', '12.0', '99.9'),
    fc.string(),
  )
  const fact = <Value>(value: fc.Arbitrary<Value>) =>
    fc.option(
      fc.record({
        value,
        from: fc.constantFrom('env' as const, 'label' as const, 'catalogue' as const, 'tag' as const),
        seen: fc.string(),
      }),
    )
  const image = fc.record({
    reference: fc.oneof(fc.constant('pytorch/pytorch:2.3.1-cuda12.1-cudnn8-runtime'), fc.string()),
    architectures: fc.array(fc.constantFrom('amd64', 'arm64', '386'), { maxLength: 2 }),
    cuda: fact(version),
    torch: fact(fc.oneof(fc.constantFrom('2.3.1', '2.9.1+cu128', '2.1.0a0'), fc.string())),
    capabilities: fact(fc.array(capability, { maxLength: 4 })),
    ptx: fact(fc.boolean()),
    require: fact(fc.oneof(fc.constantFrom('cuda>=12.8', 'cuda~12', 'brand=tesla,driver<600'), fc.string())),
    leastDriver: fact(version),
    forwardCompat: fact(fc.string()),
    gpu: fact(fc.boolean()),
  })
  const host = fc.record({
    architecture: fc.constantFrom('amd64', 'arm64'),
    driver: fc.option(
      fc.oneof(fc.constantFrom('418.87', '525.60.13', '570.26', '615.1', 'unknown'), fc.string()),
    ),
    driverKnown: fc.boolean(),
    cards: fc.array(
      fc.record({
        uuid: fc.uuid(),
        name: fc.oneof(
          fc.constantFrom('Tesla T4', 'NVIDIA GeForce RTX 5090', 'Graphics Device'),
          fc.string(),
        ),
        capability: fc.option(capability),
      }),
      { maxLength: 3 },
    ),
    driverPlatform: fc.constantFrom('linux' as const, 'windows' as const),
  })

  test('there is a verdict with a reason, and only certain facts forbid', () => {
    fc.assert(
      fc.property(image, host, (asked, here) => {
        ImageFactsSchema.parse(asked)
        CompatHostSchema.parse(here)
        const verdict = VerdictSchema.parse(judge(asked, here))
        expect(verdict.reasons.length).toBeGreaterThan(0)
        if (verdict.is === 'will-not-run') expect(verdict.reasons[0]?.certain).toBe(true)
        for (const uuid of verdict.excludedCards) expect(here.cards.map((card) => card.uuid)).toContain(uuid)
        if (here.cards.length > 0) expect(verdict.excludedCards.length).toBeLessThan(here.cards.length)
      }),
      { numRuns: 2000 },
    )
  })
})
