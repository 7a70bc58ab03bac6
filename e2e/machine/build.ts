import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from './run'

const root = join(import.meta.dirname, '../..')
const sources = ['electron', 'renderer', 'shared', 'assets', 'electron.vite.config.ts', 'package-lock.json']

/** Builds the app into out/ unless what stands there is newer than every source. */
export async function buildIfStale(signal: AbortSignal): Promise<void> {
  const times = await Promise.all(sources.map((source) => newest(join(root, source))))
  const built = await Promise.all(
    ['main/main.js', 'main/cli.js', 'preload/preload.js', 'renderer/index.html'].map((file) =>
      newest(join(root, 'out', file)),
    ),
  )
  if (Math.min(...built) > Math.max(...times)) return
  console.log('building the app')
  const exitCode = await runProgram(['electron-vite', 'build', '--logLevel', 'warn'], { env: {}, signal })
  if (exitCode !== 0) throw new Error('The app could not be built; the messages above say why.')
}

/** Milliseconds since the epoch of the newest file under a path; 0 where there is none. */
async function newest(path: string): Promise<number> {
  try {
    const at = await stat(path)
    if (!at.isDirectory()) return at.mtimeMs
    const inside = await readdir(path, { recursive: true, withFileTypes: true })
    const files = inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return Math.max(0, ...(await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs))))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw error
  }
}
