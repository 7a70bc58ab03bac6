import { expect, test } from 'vitest'
import { hostPathOf } from './host-path'

const mount = (type: string, source: string, target: string) => ({
  ...{ type, source, target, readOnly: false, name: '' },
})
const mounts = [
  mount('bind', '/home/ada/project', '/workspace'),
  mount('volume', '/var/lib/docker/volumes/cache/_data', '/workspace/.cache'),
  mount('bind', '/data', '/workspace/data/'),
]

test('a path lies where the nearest mount around it leads', () => {
  expect(hostPathOf('/workspace/train.py', mounts)).toBe('/home/ada/project/train.py')
  expect(hostPathOf('/workspace/data/set/1.npy', mounts)).toBe('/data/set/1.npy')
  expect(hostPathOf('/workspace', mounts)).toBe('/home/ada/project')
  expect(hostPathOf('/workspace/', mounts)).toBe('/home/ada/project')
  expect(hostPathOf('/anything', [mount('bind', '/srv', '/')])).toBe('/srv/anything')
})

test('a path in the image or in a volume lies on no folder of the host', () => {
  expect(hostPathOf('/etc/passwd', mounts)).toBeNull()
  expect(hostPathOf('/workspace/.cache/model', mounts)).toBeNull()
  expect(hostPathOf('/workspaces/other', mounts)).toBeNull()
})

test('dots cannot leave a mount, nor hide in one', () => {
  expect(hostPathOf('/workspace/../etc/passwd', mounts)).toBeNull()
  expect(hostPathOf('/workspace/../../workspace/./a//b', mounts)).toBe('/home/ada/project/a/b')
  expect(hostPathOf('/workspace/..name/a', mounts)).toBe('/home/ada/project/..name/a')
})
