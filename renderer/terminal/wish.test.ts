import { expect, test } from 'vitest'
import { noWish, wishOf } from './wish'

test('wishing nothing in particular is no wish', () => {
  expect(wishOf({ ...noWish, user: '  ' })).toEqual({ is: 'wish', wish: null })
})

test('what is wished is wished, the rest is the target’s own', () => {
  expect(wishOf({ ...noWish, user: ' 1000:1000 ', login: true })).toEqual({
    is: 'wish',
    wish: { program: null, login: true, user: '1000:1000', workingDir: null },
  })
})

test('a user that is no name and a folder that is not absolute are told apart', () => {
  expect(wishOf({ ...noWish, user: 'a b', workingDir: 'work' })).toEqual({
    is: 'wrong',
    fields: ['user', 'workingDir'],
  })
  expect(wishOf({ ...noWish, user: '--privileged' })).toEqual({ is: 'wrong', fields: ['user'] })
})
