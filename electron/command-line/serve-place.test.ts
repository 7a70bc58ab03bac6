import { expect, test } from 'vitest'
import { Misuse } from './command'
import { isLoopback, placeFrom } from './serve-place'

const files = { 'tls-cert': 'c.pem', 'tls-key': 'k.pem' }
const secure = (name: string) => ({ certFile: 'c.pem', keyFile: 'k.pem', name })

test('without a word it is loopback without TLS', () => {
  expect(placeFrom({})).toEqual({ host: '127.0.0.1' })
  expect(placeFrom({ host: '::1' })).toEqual({ host: '::1' })
})

test('an address beyond this machine needs a name, a certificate and a key', () => {
  const far = { host: '0.0.0.0', name: 'Berth.Example.org' }
  expect(placeFrom({ ...far, ...files })).toEqual({ host: '0.0.0.0', secure: secure('berth.example.org') })
  expect(() => placeFrom({ host: '0.0.0.0' })).toThrow(/not loopback, .* --tls-cert FILE .* ssh -L/)
  expect(() => placeFrom({ ...far })).toThrow('not loopback')
  expect(() => placeFrom({ ...far, 'tls-cert': 'c.pem' })).toThrow('--tls-key is missing')
  expect(() => placeFrom({ host: '10.0.0.3', ...files })).toThrow('--name is missing')
})

test('TLS on loopback works too, by its usual name or another', () => {
  expect(placeFrom(files)).toEqual({ host: '127.0.0.1', secure: secure('berth.localhost') })
  expect(placeFrom({ ...files, name: 'berth.test' }).secure?.name).toBe('berth.test')
  expect(() => placeFrom({ name: 'berth.test' })).toThrow('without TLS')
})

test.each(['localhost', 'workstation.lab', '10.0.0', '0.0.0.0:80', ''])('--host %s is no address', (host) => {
  expect(() => placeFrom({ host, ...files, name: 'berth.test' })).toThrow(Misuse)
})

test.each([
  'workstation',
  '10.0.0.3',
  '*.berth.test',
  'berth.test.',
  'a b.test',
  '-a.test',
  'berth..test',
  '',
])('--name %s is no name for notebooks to live below', (name) => {
  expect(() => placeFrom({ ...files, name })).toThrow('two parts or more')
})

test('loopback is the whole of 127/8 and ::1, and nothing that only looks like it', () => {
  for (const near of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
    expect(isLoopback(near)).toBe(true)
  for (const far of ['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '::ffff:10.0.0.1', 'fe80::1'])
    expect(isLoopback(far)).toBe(false)
})
