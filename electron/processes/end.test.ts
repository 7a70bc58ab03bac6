// Ending a process: the right one or none.
import { afterEach, describe, expect, it } from 'vitest'
import { refusalFrom } from '../../shared/model/refusal'
import { closeAll, following, header, live, open, row, soon } from './room.test-support'

afterEach(closeAll)

describe('ending a process', () => {
  const bootAt = 1_790_000_000_000
  const startOf = (pid: number) => bootAt + (100_000 + pid) * 10
  async function shown(pids: number[]) {
    const scene = open()
    const view = following(scene.room)
    scene.cards.set(live())
    ;(await scene.query()).say(header + pids.map((pid) => row(pid, 5)).join(''))
    await expect.poll(view.shown, soon).toEqual(pids)
    const end = (pid: number, startedAt: number, force = false) =>
      scene.room.end({ pid, startedAt, force }).then(
        () => 'ended',
        (error: unknown) => refusalFrom(error).code,
      )
    return { ...scene, end }
  }

  it('sends the signal that was asked for, and settles when it is gone', async () => {
    const { end, sent } = await shown([4100])
    expect(await end(4100, startOf(4100), true)).toBe('ended')
    expect(sent).toEqual([[4100, 'SIGKILL']])
  })

  it('says when it is still there', async () => {
    const { end, sent } = await shown([4100])
    expect(await end(4100, startOf(4100))).toBe('ProcessStays')
    expect(sent).toEqual([[4100, 'SIGTERM']])
  })

  it('hits no other process: not one with another start, not one that is not on the screen, not one that is gone', async () => {
    const { end, sent, tree } = await shown([4100, 5002])
    expect(await end(4100, startOf(4100) + 10)).toBe('NotFound')
    expect(await end(4200, startOf(4200))).toBe('NotFound')
    tree.files['/proc/4100/stat'] = (tree.files['/proc/4100/stat'] ?? '').replace(' 104100 ', ' 204100 ')
    expect(await end(4100, startOf(4100))).toBe('NotFound')
    tree.end(5002)
    expect(await end(5002, startOf(5002))).toBe('NotFound')
    expect(sent).toEqual([])
  })

  it('looks once more just before the signal', async () => {
    const { end, sent, tree } = await shown([4100])
    const stat = tree.files['/proc/4100/stat'] ?? ''
    let looks = 0
    Object.defineProperty(tree.files, '/proc/4100/stat', {
      configurable: true,
      get: () => {
        looks += 1
        return looks === 1 ? stat : stat.replace(' 104100 ', ' 204100 ')
      },
    })
    expect(await end(4100, startOf(4100))).toBe('NotFound')
    expect(sent).toEqual([])
  })

  it('says when the system forbids it, and whose the process is', async () => {
    const { room, answer } = await shown([4100])
    answer.kill = 'forbidden'
    await expect(room.end({ pid: 4100, startedAt: startOf(4100), force: false })).rejects.toMatchObject({
      refusal: { code: 'ProcessForbidden', params: { user: 'grace' } },
    })
  })

  it('never ends the first process, a thread of the kernel, Berth, its services or its ancestors, and does end what runs in a host terminal', async () => {
    const { end, sent, tree } = await shown([1, 4000, 4100, 4200, 5002])
    const [self, own] = [process.pid, 4200]
    const stat = (pid: number, parent: number, session = pid) =>
      `${pid} (berth) S ${parent} ${pid} ${session} 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 ${100_000 + pid} 1`
    tree.files[`/proc/${self}/stat`] = stat(self, 4000)
    tree.files[`/proc/${own}/stat`] = stat(own, self)
    tree.files['/proc/5002/stat'] = stat(5002, 2).replace(' 4194560 ', ' 2129984 ')
    for (const pid of [1, 4000, own, 5002])
      expect([pid, await end(pid, startOf(pid), true)]).toEqual([pid, 'ProcessProtected'])
    // A child's child in Berth's own session, as Electron's are.
    tree.files['/proc/4100/stat'] = stat(4100, own, self)
    expect(await end(4100, startOf(4100), true)).toBe('ProcessProtected')
    expect(sent).toEqual([])
    // In the session of a host terminal's shell.
    tree.files['/proc/4100/stat'] = stat(4100, own, own)
    expect(await end(4100, startOf(4100), true)).toBe('ended')
  })
})
