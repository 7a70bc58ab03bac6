import { expect, it } from 'vitest'
import { said } from './said.test-support'

it.each([
  ['no name', [], 'the name is missing'],
  ['a name that no shell takes', ['1X'], 'digits'],
  ['a name that shells keep for themselves', ['UID'], 'shells keep the name UID'],
])('refuses to save a secret under %s before anything is read', async (_, name, why) => {
  const told = await said(['secrets', 'set', ...name])
  expect(told.code).toBe(2)
  expect(told.said).toContain(why)
})
