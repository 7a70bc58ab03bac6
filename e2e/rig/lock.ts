import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { link } from 'node:fs/promises'
import { pidOf, recordPid } from './daemon'

/**
 * Runs `work` while this process alone holds the lock. A lock whose holder died is taken over; `link`
 * and `rename` are the two atomic steps.
 */
export async function withLock<T>(
  file: string,
  options: { signal?: AbortSignal | undefined; milliseconds?: number },
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true })
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
  await recordPid(mine, process.pid)
  const end = Date.now() + (options.milliseconds ?? 15 * 60_000)
  try {
    while (!(await linked(mine, file))) {
      options.signal?.throwIfAborted()
      if (Date.now() > end)
        throw new Error(`Another process holds ${file} (${await heldBy(file)}). Wait for it, or end it.`)
      if ((await pidOf(file)) === null) await takeAway(file)
      await sleep(100)
    }
  } finally {
    await rm(mine, { force: true })
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead holder's file aside; puts it back if a living one slipped in between look and move. */
async function takeAway(file: string): Promise<void> {
  const aside = `${file}.stale.${process.pid}`
  try {
    await rename(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if ((await pidOf(aside)) !== null) await linked(aside, file)
  await rm(aside, { force: true })
}

async function heldBy(file: string): Promise<string> {
  const pid = await pidOf(file)
  if (pid === null) return 'nobody alive'
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
  return `pid ${pid}: ${command.replaceAll('\0', ' ').trim()}`
}

/** Writes whole or not at all. */
export async function writeWhole(file: string, text: string, mode = 0o644): Promise<void> {
  const draft = `${file}.${process.pid}.draft`
  await writeFile(draft, text, { mode })
  await rename(draft, file)
}
