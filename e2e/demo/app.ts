import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { electronBinary, hasDisplay, runProgram } from '../machine'

const root = join(import.meta.dirname, '../..')

export type DemoApp = { where: string; closed: Promise<unknown>; close: () => Promise<void> }

/** The app in a window of its own where there is a display and an Electron; else served to a browser on this machine. */
export async function openApp(options: { env: NodeJS.ProcessEnv; signal: AbortSignal }): Promise<DemoApp> {
  if (hasDisplay()) {
    const electron = await electronBinary({ download: true })
    if (electron.is === 'found') return desktop(electron.path, options)
    console.log(`  no window: ${electron.why}`)
  }
  return await headless(options)
}

function desktop(binary: string, options: { env: NodeJS.ProcessEnv; signal: AbortSignal }): DemoApp {
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  // Chromium's sandbox refuses to run as root.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const closed = runProgram([binary, root, ...flags], { env: options.env, signal })
  return {
    where: 'in its own window',
    closed,
    close: async () => {
      stop.abort()
      await closed
    },
  }
}

async function headless(options: { env: NodeJS.ProcessEnv; signal: AbortSignal }): Promise<DemoApp> {
  const server = spawn(process.execPath, [join(root, 'out/main/cli.js'), 'serve', '--port', '0', '--json'], {
    env: options.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(server, 'exit')
  const end = () => void server.kill('SIGTERM')
  options.signal.addEventListener('abort', end, { once: true })
  const close = async () => {
    options.signal.removeEventListener('abort', end)
    end()
    await closed
  }
  for await (const line of createInterface({ input: server.stdout })) {
    server.stdout.resume()
    const said: unknown = JSON.parse(line)
    if (typeof said === 'object' && said !== null && 'url' in said)
      return { where: `at ${String(said.url)}`, closed, close }
  }
  await close()
  throw new Error('berth serve ended before it said where it serves.')
}
