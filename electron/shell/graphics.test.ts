import { expect, test } from 'vitest'
import { mayDrawWithGpu } from './graphics'

test.skipIf(process.platform !== 'linux')('a machine without any graphics device draws by itself', () => {
  expect(mayDrawWithGpu(() => false)).toBe(false)
  expect(mayDrawWithGpu((path) => path === '/dev/nvidiactl')).toBe(true)
  expect(mayDrawWithGpu((path) => path === '/dev/dri')).toBe(true)
})
