import { expect, test } from 'vitest'
import { isWaiting } from './foreground'

const shell = { alternate: false, paste: 'never bracketed', beforeCursor: '' } as const

test('a shell that brackets pastes waits exactly while it does', () => {
  expect(isWaiting({ ...shell, paste: 'bracketed', beforeCursor: 'root@a1:/# git comm' })).toBe(true)
  expect(isWaiting({ ...shell, paste: 'plain now', beforeCursor: 'epoch 3 loss 0.2 $ ' })).toBe(false)
})

test('an editor in front is at work, whatever it does with pastes', () => {
  expect(isWaiting({ ...shell, alternate: true, paste: 'bracketed' })).toBe(false)
})

test.each(['/ # ', '$ ', 'root@box:/workspace# ', 'fish> ', '❯ '])('%j is a prompt', (beforeCursor) =>
  expect(isWaiting({ ...shell, beforeCursor })).toBe(true),
)

test.each(['', 'loading 45%', 'epoch 3: 12%|███ ', '/ # sleep 100', 'Password: ', 'Downloading'])(
  '%j is a program at work',
  (beforeCursor) => expect(isWaiting({ ...shell, beforeCursor })).toBe(false),
)
