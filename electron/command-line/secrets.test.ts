import { expect, it } from 'vitest'
import { runCommand } from '.'

it.each([
  ['no name', [], 'the name is missing'],
  ['a name that no shell takes', ['1X'], 'digits'],
  ['a name that shells keep for themselves', ['UID'], 'shells keep the name UID'],
])('refuses to save a secret under %s before anything is read', async (_, name, why) => {
  const said: string[] = []
  const code = await runCommand(['secrets', 'set', ...name], {
    out: () => undefined,
    err: (text) => said.push(text),
    input: () => Promise.reject(new Error('the value was read')),
    log: () => undefined,
    env: {},
    version: '0',
    pageFolder: '',
    rooms: () => Promise.reject(new Error('the rooms were opened')),
    signal: new AbortController().signal,
  })
  expect(code).toBe(2)
  expect(said.join()).toContain(why)
})
