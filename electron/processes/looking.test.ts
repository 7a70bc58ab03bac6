import { describe, expect, it } from 'vitest'
import { createKernelPids } from './kernel-pids'
import { createLooking } from './looking'
import { createUsers } from './users'
import { treeOf } from './trees.test-support'

describe('looking at a process', () => {
  it('reads only its stat the second time', async () => {
    const tree = treeOf('docker-v2-systemd')
    const looking = createLooking(tree)
    await looking.look(5003)
    const before = new Map(tree.reads)
    await looking.look(5003)
    const again = [...tree.reads].filter(([path, count]) => count !== before.get(path)).map(([path]) => path)
    expect(again).toEqual(['/proc/5003/stat'])
  })

  it('reads everything again when the number was given to another process, or it runs another program', async () => {
    const tree = treeOf('docker-v2-systemd')
    const looking = createLooking(tree)
    await looking.look(4100)
    const stat = tree.files['/proc/4100/stat'] ?? ''
    tree.files['/proc/4100/cmdline'] = 'nano\0'
    tree.files['/proc/4100/stat'] = stat.replace(' 104100 ', ' 204100 ')
    expect(await looking.look(4100)).toMatchObject({ process: { args: ['nano'], startTicks: 204100 } })
    tree.files['/proc/4100/cmdline'] = 'vi\0'
    tree.files['/proc/4100/stat'] = stat.replace(' 104100 ', ' 204100 ').replace('(python)', '(vi)')
    expect(await looking.look(4100)).toMatchObject({ process: { args: ['vi'] } })
  })

  it('finds new ancestors when its parent has ended', async () => {
    const tree = treeOf('docker-v2-systemd')
    const looking = createLooking(tree)
    const ancestors = async () => {
      const sight = await looking.look(4100)
      return sight.is === 'seen' ? sight.lineage.map(({ pid }) => pid) : null
    }
    expect(await ancestors()).toEqual([4000])
    tree.files['/proc/4100/stat'] = (tree.files['/proc/4100/stat'] ?? '').replace(' S 4000 ', ' S 1 ')
    expect(await ancestors()).toEqual([])
  })

  it('calls a zombie gone, but not a process whose first thread has ended', async () => {
    const tree = treeOf('docker-v2-systemd')
    const stat = tree.files['/proc/4100/stat'] ?? ''
    tree.files['/proc/4100/stat'] = stat.replace(' S ', ' Z ')
    expect(await createLooking(tree).look(4100)).toEqual({ is: 'gone' })
    tree.files['/proc/4100/stat'] = stat.replace(' S ', ' Z ').replace(' 20 0 1 0 ', ' 20 0 4 0 ')
    expect(await createLooking(tree).look(4100)).toMatchObject({ is: 'seen' })
  })

  it('ends where files claim that processes are each other’s parents', async () => {
    const tree = treeOf('docker-v2-systemd')
    tree.files['/proc/4000/stat'] = (tree.files['/proc/4000/stat'] ?? '').replace(' S 1 ', ' S 4100 ')
    expect(await createLooking(tree).look(4100)).toMatchObject({ is: 'seen' })
  })
})

describe('the pids of kernels', () => {
  const container = '98353a0b35ad1369c14ca4f014eddc56de3a7f79cd1c5a0185f04dd4c6d64ff5'
  const kernel = 'e25f82aa-4b41-4fb3-be9a-08d6da510b4e'
  const opened = (firstPid: number | null) => {
    const tree = treeOf('docker-v1-cgroupfs')
    const scene = { proc: tree, looking: createLooking(tree), firstPid: () => Promise.resolve(firstPid) }
    return { tree, pids: createKernelPids(scene) }
  }

  it('are found in the list of a container’s cgroup, and then cost little', async () => {
    const { tree, pids } = opened(9208)
    expect(await pids([container])).toEqual(new Map([[kernel, 9951]]))
    await pids([container])
    tree.reads.clear()
    expect(await pids([container])).toEqual(new Map([[kernel, 9951]]))
    expect([...tree.reads.keys()].sort()).toEqual([
      '/proc/9951/stat',
      `/sys/fs/cgroup/pids/docker/${container}/cgroup.procs`,
    ])
  })

  it('name the kernel itself, not a fork that has kept its command line', async () => {
    const { tree, pids } = opened(9208)
    tree.files['/proc/10346/cmdline'] = tree.files['/proc/9951/cmdline'] ?? ''
    expect((await pids([container])).get(kernel)).toBe(9951)
  })

  it('follow a kernel that comes, and one that goes', async () => {
    const { tree, pids } = opened(9208)
    const fresh = 'aaaaaaaa-4b41-4fb3-be9a-08d6da510b4e'
    for (let look = 0; look < 3; look += 1) await pids([container])
    const procs = `/sys/fs/cgroup/pids/docker/${container}/cgroup.procs`
    for (const name of ['stat', 'status', 'cgroup'])
      tree.files[`/proc/20000/${name}`] = (tree.files[`/proc/10390/${name}`] ?? '').replaceAll(
        '10390',
        '20000',
      )
    tree.files['/proc/20000/cmdline'] = `python\0-f\0/tmp/kernel-${fresh}.json\0`
    tree.files[procs] = (tree.files[procs] ?? '').replace('9951\n', '') + '20000\n'
    tree.end(9951)
    expect(await pids([container])).toEqual(new Map([[fresh, 20000]]))
  })

  it('are not looked for in a process that is not the container’s: it may be on another machine', async () => {
    expect(await opened(1).pids([container])).toEqual(new Map())
    expect(await opened(null).pids([container])).toEqual(new Map())
    expect(await opened(424_242).pids([container])).toEqual(new Map())
  })
})

describe('the names of users', () => {
  it('come from the file first, are asked for otherwise, and are remembered for a while', async () => {
    let time = 0
    const asked: number[] = []
    const nameOf = createUsers({
      files: treeOf('docker-v2-systemd'),
      ask: (uid) => {
        asked.push(uid)
        return Promise.resolve(uid === 70_001 ? 'ada@example' : null)
      },
      now: () => time,
    })
    expect([await nameOf(1001), await nameOf(70_001), await nameOf(70_002), await nameOf(70_001)]).toEqual([
      'grace',
      'ada@example',
      null,
      'ada@example',
    ])
    expect(asked).toEqual([70_001, 70_002])
    time = 11 * 60_000
    await nameOf(70_002)
    expect(asked).toEqual([70_001, 70_002, 70_002])
  })
})
