import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cards } from './judge.test-support'
import { demandOn } from './demanded'
import { requirementOf } from './read-requirement'
import { evaluateRequirement, type Visible } from './requirement'

const here: Visible = { cuda: '12.4', driver: '550.54.15', arch: '8.0', brand: 'Tesla' }
const of = (requirement: string, seen: Visible = here) => evaluateRequirement(requirement, seen).is

describe('an expression', () => {
  test.each([
    ['cuda>=12.4', 'met'],
    ['cuda>=12.8', 'unmet'],
    ['cuda=12.4.0', 'met'],
    ['cuda!=12.4', 'unmet'],
    ['cuda<12.10', 'met'],
    ['cuda<=12.4', 'met'],
    ['cuda>12.4', 'unmet'],
    ['driver>=550.54.2,driver<551', 'met'],
    ['CUDA>=12', 'met'],
    ['brand=tesla', 'met'],
    ['brand!=TESLA', 'unmet'],
    ['arch>=7.0,arch<9.0', 'met'],
    ['cuda>=12.8 brand=tesla,driver>=550,driver<551', 'met'],
    ['cuda>=12.8 brand=geforce,driver>=550,driver<551', 'unmet'],
    ['cuda>=12.8 brand=tesla,driver>=535,driver<536', 'unmet'],
    ['', 'met'],
    ['  ', 'met'],
    [' cuda>=12.0  cuda>=99 ', 'met'],
    ['cuda>=12.0,,driver>=500', 'met'],
  ])('%s: %s', (requirement, outcome) => {
    expect(of(requirement)).toBe(outcome)
  })

  test.each([
    'cuda~12',
    'cuda==12',
    'cuda',
    '>=12',
    'cuda>=',
    'cuda>=12-1',
    'memory>=8',
    'brand>=tesla',
    'brand!=',
    '=>1',
  ])('that nobody can read is said to be so: %s', (requirement) => {
    expect(evaluateRequirement(requirement, here)).toEqual({ is: 'unreadable', condition: requirement })
  })

  test('is read no further than the first alternative that holds, as the real one does', () => {
    expect(of('cuda>=12.0 nonsense')).toBe('met')
    expect(of('nonsense cuda>=12.0')).toBe('unreadable')
    expect(of('cuda>=99,nonsense cuda>=12.0')).toBe('met')
  })

  test('every line has to be met, and the first that is not is named by its first alternative', () => {
    expect(of('cuda>=12.0\ndriver>=500')).toBe('met')
    expect(evaluateRequirement('cuda>=12.0\ndriver>=600 driver=1', here)).toEqual({
      is: 'unmet',
      condition: 'driver>=600',
    })
  })

  test('what nobody knows passes', () => {
    expect(
      of('cuda>=99,arch>=99,brand=x,driver>=999', { cuda: null, driver: null, arch: null, brand: null }),
    ).toBe('met')
  })
})

describe('any expression', () => {
  const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')
  const condition = fc.oneof(
    fc.tuple(fc.constant('cuda'), operator, fc.constantFrom('11.8', '12.4', '12.8')),
    fc.tuple(fc.constant('driver'), operator, fc.constantFrom('535', '550.54.15', '551')),
    fc.tuple(fc.constant('arch'), operator, fc.constantFrom('7.5', '8.0', '9.0')),
    fc.tuple(fc.constant('brand'), fc.constantFrom('=', '!='), fc.constantFrom('tesla', 'geforce')),
  )
  const alternatives = fc.array(fc.array(condition, { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 4,
  })

  test('is the OR of its alternatives, each the AND of its conditions', () => {
    fc.assert(
      fc.property(alternatives, (wanted) => {
        const text = wanted.map((all) => all.map((parts) => parts.join('')).join(',')).join(' ')
        const holds = wanted.some((all) => all.every((parts) => of(parts.join('')) === 'met'))
        expect(of(text)).toBe(holds ? 'met' : 'unmet')
      }),
    )
  })

  test('is turned round by the opposite operator', () => {
    const opposite = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' } as const
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(opposite) as (keyof typeof opposite)[])),
        fc.nat(30),
        (op, minor) => {
          expect(of(`cuda${op}12.${minor}`)).not.toBe(of(`cuda${opposite[op]}12.${minor}`))
        },
      ),
    )
  })

  test('never throws, whatever it is made of', () => {
    const pieces = fc.constantFrom(
      'cuda',
      'driver',
      'brand',
      '>=',
      '=',
      '!',
      '~',
      ' ',
      ',',
      '12',
      '.',
      '\n',
      'é',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          expect(['met', 'unmet', 'unreadable']).toContain(of(text))
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('the environment', () => {
  const read = (...env: [string, string][]) => requirementOf(new Map(env))

  test('makes every NVIDIA_REQUIRE_ a demand of its own, but for those of Jetson', () => {
    const found = read(
      ['NVIDIA_REQUIRE_CUDA', 'cuda>=12.4'],
      ['NVIDIA_REQUIRE_X', 'driver>=550'],
      ['NVIDIA_REQUIRE_JETPACK_HOST_MOUNTS', 'a'],
    )
    expect(found?.requirement).toBe('cuda>=12.4\ndriver>=550')
    expect(found?.seen).toContain('NVIDIA_REQUIRE_CUDA=cuda>=12.4')
  })

  test('demands by CUDA_VERSION where nothing else does', () => {
    expect(read(['CUDA_VERSION', '12.8.1'])?.requirement).toBe('cuda>=12.8')
    expect(read(['CUDA_VERSION', '12'])?.requirement).toBe('cuda>=12.0')
    expect(of(read(['CUDA_VERSION', '12.8.1.012'])?.requirement ?? '')).toBe('unreadable')
    expect(read(['CUDA_VERSION', '12.8.1'], ['NVIDIA_REQUIRE_CUDA', 'cuda>=9.0'])?.requirement).toBe(
      'cuda>=9.0',
    )
  })

  test.each(['1', 't', 'TRUE', 'true'])('demands nothing with NVIDIA_DISABLE_REQUIRE=%s', (value) => {
    expect(read(['NVIDIA_REQUIRE_CUDA', 'cuda>=12.4'], ['NVIDIA_DISABLE_REQUIRE', value])).toBeNull()
  })

  test.each(['0', 'yes', '', 'on'])('demands all the same with NVIDIA_DISABLE_REQUIRE=%s', (value) => {
    expect(read(['NVIDIA_REQUIRE_CUDA', 'cuda>=12.4'], ['NVIDIA_DISABLE_REQUIRE', value])).not.toBeNull()
  })
})

describe('on a card', () => {
  test('whose brand nobody knows, there is an answer only where all brands agree', () => {
    const on = (requirement: string) =>
      demandOn(requirement, { card: cards.a100, capability: '8.0', driver: '525.147.05' }).is
    expect(on('brand=geforce')).toBe('unmet')
    expect(on('brand=tesla')).toBe('unknown')
    expect(on('brand=tesla driver>=525')).toBe('met')
  })

  test('whose capability nobody knows, a demand on it has no answer', () => {
    expect(demandOn('arch>=8.0', { card: cards.nameless, capability: null, driver: '550.54.15' }).is).toBe(
      'unknown',
    )
  })

  test('a driver of a branch that was not seen is judged by what both its neighbours are', () => {
    const on = (requirement: string) =>
      demandOn(requirement, { card: cards.a100, capability: '8.0', driver: '565.57.01' }).is
    expect([on('cuda>=12.6'), on('cuda>=12.9'), on('cuda>=12.8')]).toEqual(['met', 'unmet', 'unknown'])
  })
})
