// One process at a time: several Berths read, change and write the same file.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { newId } from '../owner'

/** What is done alone takes milliseconds; who holds the lock for so long has died over it, or been stopped. */
const patienceMilliseconds = 5_000
const turnMilliseconds = 15

/**
 * Runs `work` while no other process runs its own under this lock. Rejects where none can be made. `work` says `beforeWriting`
 * right before what it does is seen: where others have waited too long for it and went on, it is run again instead.
 */
export async function alone<T>(
  lock: string,
  work: (beforeWriting: () => Promise<void>) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 })
  for (;;) {
    const mine = newId()
    await acquire(lock, mine)
    const isMine = async () => (await holderOf(lock)) === mine
    try {
      return await work(async () => {
        if (!(await isMine())) throw new TakenAway()
      })
    } catch (error) {
      if (!(error instanceof TakenAway)) throw error
    } finally {
      if (await isMine()) await rm(lock, { force: true })
    }
  }
}

class TakenAway extends Error {}

async function acquire(lock: string, mine: string): Promise<void> {
  let held = { by: '', since: performance.now() }
  while (!(await taken(lock, mine))) {
    const by = (await holderOf(lock)) ?? ''
    if (by !== held.by) held = { by, since: performance.now() }
    else if (performance.now() - held.since > patienceMilliseconds) await takeAway(lock, held.by)
    // Not all at the same moment again.
    await delay(turnMilliseconds * (0.5 + Math.random()))
  }
}

async function taken(lock: string, mine: string): Promise<boolean> {
  try {
    await writeFile(lock, mine, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    // Made, and not written: a full disk.
    if ((await holderOf(lock)) === '') await rm(lock, { force: true })
    throw error
  }
}

async function holderOf(lock: string): Promise<string | null> {
  try {
    return await readFile(lock, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** By its name of that moment: of several that wait, one gets it, and a lock that is newer is put back. */
async function takeAway(lock: string, by: string): Promise<void> {
  const aside = `${lock}.${newId()}`
  try {
    await rename(lock, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if ((await holderOf(aside)) === by) await rm(aside, { force: true })
  else await rename(aside, lock)
}
