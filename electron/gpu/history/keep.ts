// Keeps the history across restarts: read once at the start, written now and then and at the end, whole or not at all.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { History } from '.'
import { decode, encode } from './file'

/** A crash loses at most this much of the plots. */
const everyMilliseconds = 5 * 60_000

export type Keeping = {
  /** Call after each sample: writes when it is time. */
  touch(now: number): void
  /** Settles when the last write is done. */
  close(now: number): Promise<void>
}

/** Settles when what was kept has been read. A disk that does not want to is told to the log, never to the plots. */
export async function keepHistory(options: {
  history: History
  path: string
  now: number
  log: (line: string) => void
}): Promise<Keeping> {
  const { history, path, log } = options
  let writtenAt = options.now
  let changed = false
  let writing: Promise<void> = Promise.resolve()

  try {
    const kept = decode(await readFile(path))
    if (kept) history.restore(kept, options.now)
    else log(`gpus: ${path} is not a history of this version; it begins anew`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log(`gpus: history not read: ${String(error)}`)
  }

  const write = (now: number): Promise<void> => {
    writtenAt = now
    changed = false
    const bytes = encode(history.kept(now))
    writing = writing
      .then(() => replace(path, bytes))
      .catch((error: unknown) => {
        log(`gpus: history not written: ${String(error)}`)
      })
    return writing
  }
  return {
    touch(now) {
      changed = true
      // Also when the clock was set back.
      if (Math.abs(now - writtenAt) >= everyMilliseconds) void write(now)
    },
    close: (now) => (changed ? write(now) : writing),
  }
}

/** A full disk leaves the old file as it was. */
async function replace(path: string, bytes: Buffer): Promise<void> {
  const half = `${path}.new`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(half, bytes, { mode: 0o600 })
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}
