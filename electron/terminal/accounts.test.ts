import { expect, test } from 'vitest'
import { accountOf, accountsIn, chosenShell, usersThatMayLogIn } from './accounts'

const accounts = accountsIn(
  [
    'root:x:0:0:root:/root:/bin/bash',
    'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
    '# a comment',
    '+::::::',
    'ada:x:1000:1000:Ada,,,:/home/ada:/usr/bin/zsh',
    'bob:x:1001:1001::/home/bob:/bin/sh',
    'robot:x:1002:1002::/home/robot:/bin/false',
    'nobody:x:65534:65534:nobody:/nonexistent:/bin/sh',
    '',
  ].join('\n'),
)

test('the users that may log in are the container’s own, root and the people', () => {
  expect(usersThatMayLogIn(accounts, '')).toEqual(['root', 'ada', 'bob'])
  expect(usersThatMayLogIn(accounts, '1001')).toEqual(['bob', 'root', 'ada'])
  expect(usersThatMayLogIn(accounts, 'robot')).toEqual(['robot', 'root', 'ada', 'bob'])
})

test('an own user with a group, without an entry, or without any passwd stays as it was written', () => {
  expect(usersThatMayLogIn(accounts, '1000:100')).toEqual(['1000:100', 'root', 'ada', 'bob'])
  expect(usersThatMayLogIn(accounts, '4711')).toEqual(['4711', 'root', 'ada', 'bob'])
  expect(usersThatMayLogIn([], '')).toEqual(['0'])
  expect(usersThatMayLogIn(accounts, '${UID}')).toEqual(['root', 'ada', 'bob'])
})

test('an account is found by name and by id, with or without a group', () => {
  for (const user of ['ada', '1000', 'ada:root', '1000:0'])
    expect(accountOf(accounts, user)?.home).toBe('/home/ada')
  expect(accountOf(accounts, '')?.name).toBe('root')
  expect(accountOf(accounts, 'nosuch')).toBeNull()
})

test('a login shell counts when somebody chose it, and plain sh is what stands there when nobody did', () => {
  const shellOf = (user: string) => chosenShell(accountOf(accounts, user))
  expect([shellOf('ada'), shellOf('bob'), shellOf('robot'), shellOf('nosuch')]).toEqual([
    '/usr/bin/zsh',
    null,
    null,
    null,
  ])
})
