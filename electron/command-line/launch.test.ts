import { expect, it } from 'vitest'
import { RefusalError } from '../../shared/model/refusal'
import { said } from './said.test-support'

it.each([
  ['a name no container can have', '--name=-x'],
  ['an empty name', '--name='],
  ['a choice of GPUs that is none', '--gpus=two'],
  ['a variable that no shell takes', '--env=1X=y'],
  ['a variable that is not set here', '--env=NOT_HERE'],
  ['a value in the place of a secret’s name', '--secret=hf-canary'],
])('refuses %s as misuse, before anything is started', async (_, option) => {
  const told = await said(['launch', option])
  expect(told.code).toBe(2)
  expect(told.said).toContain(option.split('=')[0])
  expect(told.said).not.toContain('canary')
})

it.each(['launch', 'gpu', 'doctor', 'serve'])(
  'a word that berth %s does not take is not passed over',
  async (command) => {
    const told = await said([command, '/home/ada/project'])
    expect(told.code).toBe(2)
    expect(told.said).toContain('“/home/ada/project”')
  },
)

it('tells a refusal in the app’s own words, with what was seen and the next step; nothing of it steers the terminal', async () => {
  const params = { path: '/data', reason: 'source-missing' }
  const refused = new RefusalError('MountRefused', { params, evidence: 'stat /data: \x1b[2Jgone' })
  expect(await said(['launch'], { rooms: () => Promise.reject(refused) })).toEqual({
    code: 1,
    said: [
      'berth: The folder to mount, /data, does not exist. (MountRefused)',
      '    | stat /data: \\u{1b}[2Jgone',
      '    → Create it, or choose a folder that is there.',
    ].join('\n'),
  })
})
