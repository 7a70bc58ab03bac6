// A display for Electron where the machine has none.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { displayPrefix, hasDisplay } from '../../machine'

export type Display = { env: Record<string, string>; close(): Promise<void> }

export async function openDisplay(): Promise<Display> {
  if (hasDisplay()) return { env: {}, close: () => Promise.resolve() }
  // Installs what is missing.
  const found = await displayPrefix()
  if (found.is === 'absent') throw new Error(found.why)
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const ended = once(server, 'exit')
  const numbers = server.stdio[3]
  if (numbers === null || numbers === undefined) throw new Error('Xvfb has no way to tell its display')
  const [number] = (await Promise.race([once(numbers, 'data'), ended])) as unknown[]
  if (!Buffer.isBuffer(number)) throw new Error('Xvfb ended before it had a display')
  return {
    env: { DISPLAY: `:${number.toString().trim()}` },
    close: async () => {
      server.kill('SIGTERM')
      await ended
    },
  }
}
