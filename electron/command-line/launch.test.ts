import { expect, it } from 'vitest'
import { RefusalError } from '../../shared/model/refusal'
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

it.each(['launch', 'gpu', 'doctor', 'serve'])(
  'a word that berth %s does not take is not passed over',
  async (command) => {
    const said: string[] = []
    const code = await runCommand([command, '/home/ada/project'], {
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
    expect(said.join()).toContain('“/home/ada/project”')
  },
)

it('tells a refusal in the app’s own words, with what was seen and the next step; nothing of it steers the terminal', async () => {
  const said: string[] = []
  const params = { path: '/data', reason: 'source-missing' }
  const refused = new RefusalError('MountRefused', { params, evidence: 'stat /data: \x1b[2Jgone' })
  const code = await runCommand(['launch'], {
    out: () => undefined,
    err: (text) => said.push(text),
    input: () => Promise.resolve(''),
    log: () => undefined,
    env: {},
    version: '0',
    pageFolder: '',
    rooms: () => Promise.reject(refused),
    signal: new AbortController().signal,
  })
  expect(code).toBe(1)
  expect(said).toEqual([
    [
      'berth: The folder to mount, /data, does not exist. (MountRefused)',
      '    | stat /data: \\u{1b}[2Jgone',
      '    → Create it, or choose a folder that is there.',
    ].join('\n'),
  ])
})
