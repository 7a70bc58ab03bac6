import { expect, it } from 'vitest'
import { runCommand } from '.'

it.each([
  ['a name no container can have', '--name=-x'],
  ['an empty name', '--name='],
  ['a choice of GPUs that is none', '--gpus=two'],
  ['a variable that no shell takes', '--env=1X=y'],
  ['a variable that is not set here', '--env=NOT_HERE'],
  ['a value in the place of a secret’s name', '--secret=hf-canary'],
])('refuses %s as misuse, before anything is started', async (_, option) => {
  const said: string[] = []
  const code = await runCommand(['launch', option], {
    out: () => undefined,
    err: (text) => said.push(text),
    input: () => Promise.resolve(''),
    log: () => undefined,
    env: {},
    version: '0',
    pageFolder: '',
    rooms: () => Promise.reject(new Error('the rooms were opened')),
    signal: new AbortController().signal,
  })
  expect(code).toBe(2)
  expect(said.join()).toContain(option.split('=')[0])
  expect(said.join()).not.toContain('canary')
})
