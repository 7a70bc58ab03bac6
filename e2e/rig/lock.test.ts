import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pidOf, recordPid } from './daemon'
import { withLock } from './lock'

describe('the lock on shared things', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-rig-lock-'))
    file = join(folder, 'it.lock')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('lets one in at a time and leaves no file', async () => {
    let inside = 0
    let most = 0
    const enter = () =>
      withLock(file, {}, async () => {
        most = Math.max(most, ++inside)
        await sleep(20)
        inside--
      })
    await Promise.all([enter(), enter(), enter()])
    expect(most).toBe(1)
    expect(await readdir(folder)).toEqual([])
  })

  it('takes over from a holder that died, and from a file that says nothing', async () => {
    const child = spawn('sleep', ['60'])
    await recordPid(file, child.pid ?? 0)
    expect(await pidOf(file)).toBe(child.pid)
    child.kill('SIGKILL')
    await expect.poll(() => pidOf(file)).toBeNull()
    expect(await withLock(file, {}, () => Promise.resolve('in'))).toBe('in')
    await writeFile(file, '{')
    expect(await withLock(file, {}, () => Promise.resolve('in'))).toBe('in')
  })

  it('says who holds it when the time is up', async () => {
    const child = spawn('sleep', ['60'])
    await recordPid(file, child.pid ?? 0)
    const waiting = withLock(file, { milliseconds: 150 }, () => Promise.resolve('in'))
    await expect(waiting).rejects.toThrow(`pid ${child.pid ?? 0}: sleep 60`)
    child.kill('SIGKILL')
  })
})
