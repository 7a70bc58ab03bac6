// `npm start`: Berth on this machine's own engine, built when the sources are newer than the build.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildIfStale, electronBinary, hasDisplay } from './machine'

const root = join(import.meta.dirname, '..')

async function main(): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  await buildIfStale(stop.signal)
  if (!hasDisplay())
    return headlessInstead('There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).')
  const electron = await electronBinary({ download: true })
  if (electron.is === 'absent') return headlessInstead(`The window cannot be opened: ${electron.why}.`)

  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  if (isRoot)
    console.log(
      'Running as root: Chromium’s sandbox does not work for root and is off. Prefer your own user.',
    )
  const args = [root, ...(isRoot ? ['--no-sandbox'] : []), ...process.argv.slice(2)]
  const child = spawn(electron.path, args, { stdio: 'inherit' })
  stop.signal.addEventListener('abort', () => child.kill('SIGTERM'))
  await once(child, 'exit')
  return child.exitCode ?? (stop.signal.aborted ? 130 : 1)
}

function headlessInstead(why: string): number {
  console.error(
    `${why}\nBerth also runs in a browser; this prints its address:\n\n  node out/main/cli.js serve\n`,
  )
  return 1
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
