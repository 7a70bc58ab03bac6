import { expect, test } from 'vitest'
import { createAttempts, neighbourhood, plainAddress, retryAfter } from './attempts'

function door() {
  const clock = { now: 1_000_000 }
  const attempts = createAttempts(() => clock.now)
  let number = 0
  return {
    clock,
    wrong: (address = '10.0.0.1', key = `wrong-${++number}`) => attempts.try(address, [key], () => null),
    right: (address = '10.0.0.1') => attempts.try(address, ['right'], () => 'in'),
    many: (count: number) =>
      attempts.try(
        '10.0.0.1',
        Array.from({ length: count }, (_, at) => `one-of-many-${at}`),
        () => null,
      ),
  }
}

const lock = (one: ReturnType<typeof door>, address: string) => {
  for (let tries = 0; tries < 5; tries += 1) one.wrong(address)
}

test('a few wrong keys cost nothing; then each doubles the wait, up to five minutes', () => {
  const { clock, wrong, right } = door()
  for (let tries = 0; tries < 5; tries += 1) expect(wrong()).toEqual({ is: 'wrong' })
  const waits: number[] = []
  for (let tries = 0; tries < 11; tries += 1) {
    const told = wrong()
    if (told.is !== 'wait') throw new Error('it did not have to wait')
    waits.push(told.milliseconds / 1000)
    // While it has to wait not even the right key is looked at: else the wait would limit nothing.
    expect(right()).toMatchObject({ is: 'wait' })
    clock.now += told.milliseconds
    expect(wrong()).toEqual({ is: 'wrong' })
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
})

test('the right key opens once the wait is over, and what was wrong before is forgiven', () => {
  const one = door()
  lock(one, '10.0.0.1')
  one.clock.now += 1_000
  expect(one.right()).toEqual({ is: 'open', value: 'in' })
  for (let tries = 0; tries < 4; tries += 1) one.wrong()
  expect(one.right()).toMatchObject({ is: 'open' })
})

test('one address’s wrong keys are not another’s', () => {
  const one = door()
  lock(one, '10.0.0.1')
  expect(one.right('10.0.0.2')).toMatchObject({ is: 'open' })
  // The same machine, by whichever of its addresses in one IPv6 network.
  lock(one, '2001:db8::1')
  expect(one.right('2001:db8::ffff:2')).toMatchObject({ is: 'wait' })
  expect(one.right('2001:db8:0:1::2')).toMatchObject({ is: 'open' })
})

test('the same wrong key again is no new guess, and is never asked to wait', () => {
  const one = door()
  for (let tries = 0; tries < 50; tries += 1) expect(one.wrong('10.0.0.1', 'old')).toEqual({ is: 'wrong' })
  expect(one.right()).toMatchObject({ is: 'open' })
  lock(one, '10.0.0.1')
  expect(one.wrong('10.0.0.1', 'old')).toEqual({ is: 'wrong' })
})

test('many keys in one request are as many guesses, and none is no guess', () => {
  const one = door()
  expect(one.many(0)).toEqual({ is: 'wrong' })
  expect(one.many(8)).toEqual({ is: 'wrong' })
  expect(one.right()).toEqual({ is: 'wait', milliseconds: 8_000 })
})

test('guessing from many addresses makes newcomers wait too, for ten seconds at most', () => {
  const one = door()
  for (let host = 0; host < 100; host += 1) one.wrong(`10.1.0.${host}`)
  expect(one.right('10.9.9.9')).toEqual({ is: 'wait', milliseconds: 1_000 })
  for (let host = 0; host < 20; host += 1) {
    one.clock.now += 10_000
    one.wrong(`10.2.0.${host}`)
  }
  expect(one.right('10.9.9.9')).toEqual({ is: 'wait', milliseconds: 10_000 })
})

test('a quarter of an hour without a wrong key forgets', () => {
  const one = door()
  lock(one, '10.0.0.1')
  one.clock.now += 15 * 60_000
  for (let tries = 0; tries < 5; tries += 1) expect(one.wrong()).toEqual({ is: 'wrong' })
})

test('what is remembered has an end: an address that fell out begins anew', () => {
  const one = door()
  lock(one, '10.0.0.1')
  for (let host = 0; host < 1_024; host += 1) {
    one.clock.now += 10_000
    one.wrong(`10.${1 + (host >> 8)}.${host & 255}.1`)
  }
  one.clock.now += 10_000
  expect(one.right('10.0.0.1')).toMatchObject({ is: 'open' })
})

test('addresses are compared as they are meant', () => {
  expect(plainAddress('::FFFF:10.0.0.3')).toBe('10.0.0.3')
  expect(neighbourhood('::ffff:10.0.0.3')).toBe('10.0.0.3')
  expect(neighbourhood('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(neighbourhood('2001:db8::6')).toBe('2001:db8:0:0::/64')
  expect(neighbourhood('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(neighbourhood('::1')).toBe('0:0:0:0::/64')
})

test('the header counts whole seconds, never none', () => {
  expect(retryAfter({ milliseconds: 1 })).toEqual({ 'retry-after': '1' })
  expect(retryAfter({ milliseconds: 2_001 })).toEqual({ 'retry-after': '3' })
})
