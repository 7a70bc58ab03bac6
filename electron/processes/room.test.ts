// What is shown when: processes come and go, the driver falls silent, fails, or says nonsense.
import { afterEach, describe, expect, it } from 'vitest'
import type { Container } from '../../shared/contract/containers'
import { card } from '../../shared/model/launch/example'
import { closeAll, following, header, live, open, row, soon } from './room.test-support'

afterEach(closeAll)

describe('the list of processes', () => {
  it('is asked for only while the cards are, and only while somebody looks', async () => {
    const { room, driver, cards, query } = open()
    const view = following(room)
    cards.set({ is: 'absent', reason: 'no-devices', raw: '' })
    await expect.poll(() => view.last()?.is, soon).toBe('unavailable')
    expect(driver.queries).toHaveLength(0)
    cards.set(live())
    const first = await query()
    cards.set({ is: 'failed', reason: 'lost', raw: 'GPU is lost', exitCode: 15, retryAt: 0 })
    await expect.poll(() => first.running, soon).toBe(false)
    cards.set(live())
    const second = await query(2)
    view.leave()
    await expect.poll(() => second.running, soon).toBe(false)
    expect(cards.followers()).toBe(0)
  })

  it('shows a round when it is whole, and the next one instead of it', async () => {
    const { room, cards, query } = open()
    const view = following(room)
    cards.set(live())
    const driver = await query()
    driver.say(header + row(4100, 500) + row(5002, 800))
    await expect.poll(view.shown, soon).toEqual([4100, 5002])
    driver.say(row(5002, 900, 2))
    await expect.poll(view.shown, soon).toEqual([5002])
    expect(view.last()).toMatchObject({
      processes: [{ holds: [{ uuid: 'GPU-aaaa', memoryMiB: 900, mig: null }] }],
    })
  })

  it('is empty after a header that nothing follows', async () => {
    const { room, cards, query } = open()
    const view = following(room)
    cards.set(live())
    ;(await query()).say(header)
    await expect.poll(view.shown, soon).toEqual([])
  })

  it('takes silence for “nobody” while the cards answer, and for nothing at all while they do not', async () => {
    const { room, cards, query } = open()
    const view = following(room)
    cards.set(live())
    ;(await query()).say(header + row(4100, 500))
    await expect.poll(view.shown, soon).toEqual([4100])
    const count = view.seen.length
    // Its own ticks go on (/proc is looked at); what they show stays.
    await expect.poll(() => view.seen.length, soon).toBeGreaterThan(count + 2)
    expect(view.shown()).toEqual([4100])
    cards.set(live())
    await expect.poll(() => cards.followers(), soon).toBe(1)
    cards.set(live({ at: 1 }))
    await expect.poll(view.shown, soon).toEqual([])
  })

  it('drops a process as soon as /proc has it no more, whatever the driver said last', async () => {
    const { room, cards, tree, query } = open()
    const view = following(room)
    cards.set(live())
    const driver = await query()
    driver.say(header + row(4100, 500) + row(5002, 800))
    await expect.poll(view.shown, soon).toEqual([4100, 5002])
    tree.end(4100)
    await expect.poll(view.shown, soon).toEqual([5002])
    driver.say(row(4100, 500, 2) + row(5002, 800, 2))
    await expect.poll(view.shown, soon).toEqual([5002])
  })

  it('keeps what /proc never had: first as gone, then as of another numbering', async () => {
    const { room, cards, query } = open()
    const view = following(room)
    cards.set(live())
    const driver = await query()
    const why = () => {
      const use = view.last()
      const owner = use?.is === 'live' ? use.processes[0]?.owner : undefined
      return owner?.is === 'unknown' ? owner.why : owner?.is
    }
    driver.say(header + row(77_777, 500))
    await expect.poll(why, soon).toBe('gone')
    driver.say(row(77_777, 500, 2))
    driver.say(row(77_777, 500, 4))
    await expect.poll(why, soon).toBe('other-namespace')
  })

  it('counts a stand-in’s processes in our own numbering, wherever Berth runs', async () => {
    const { room, cards, query } = open({ tree: 'wsl2' })
    const view = following(room)
    cards.set(live({ simulated: 'a rig' }))
    ;(await query()).say(header + row(431, 500))
    await expect
      .poll(view.last, soon)
      .toMatchObject({ processes: [{ command: 'python3 train.py', user: 'ada' }] })
  })

  it('survives garbage, carriage returns and a query that ends, and says when it cannot be asked', async () => {
    const { room, cards, query } = open()
    const view = following(room)
    cards.set(live())
    const first = await query()
    first.say(
      `\u0000garbage, 1\r\n${header.replace('\n', '\r\n')}what, is, this\r\n${row(4100, 5).replace('\n', '\r\n')}`,
    )
    await expect.poll(view.shown, soon).toEqual([4100])
    first.end(1)
    ;(await query(2)).say(header + row(5002, 5))
    await expect.poll(view.shown, soon).toEqual([5002])
    ;(await query(2)).end(2)
    ;(await query(3)).end(2)
    await expect.poll(() => view.last()?.is, soon).toBe('unavailable')
    ;(await query(4)).say(header)
    await expect.poll(view.shown, soon).toEqual([])
  })

  it('changes owners when a container appears, without a new round', async () => {
    const { room, cards, list, query } = open()
    const view = following(room)
    cards.set(live())
    ;(await query()).say(header + row(5003, 5))
    const owner = () => {
      const use = view.last()
      return use?.is === 'live' ? use.processes[0]?.owner : undefined
    }
    await expect.poll(owner, soon).toMatchObject({ why: 'other-engine' })
    list.set([{ id: 'a1'.repeat(32), name: 'vision', environment: null } as unknown as Container])
    await expect
      .poll(owner, soon)
      .toMatchObject({ is: 'container', name: 'vision', kernel: { state: 'unknown' } })
  })

  it('asks for kernels only while one holds memory', async () => {
    const { room, cards, list, kernelsAsked, query } = open()
    const view = following(room)
    list.set([{ id: 'a1'.repeat(32), name: 'vision', environment: null } as unknown as Container])
    cards.set(live())
    const driver = await query()
    driver.say(header + row(4100, 5))
    await expect.poll(view.shown, soon).toEqual([4100])
    expect(kernelsAsked).toHaveLength(0)
    driver.say(row(5002, 5, 2))
    await expect.poll(() => kernelsAsked.length, soon).toBeGreaterThan(0)
  })
})

describe('a card that is cut into instances', () => {
  const uuid = 'GPU-2f0c11aa-5d3e-4b1c-9e57-7d0b6f8c1a20'
  const instance = (index: number, gi: number, used: number) =>
    `<mig_device><index>${index}</index><gpu_instance_id>${gi}</gpu_instance_id><compute_instance_id>0</compute_instance_id><fb_memory_usage><total>9856 MiB</total><used>${used} MiB</used></fb_memory_usage></mig_device>`
  const details = `<nvidia_smi_log><gpu id="x"><uuid>${uuid}</uuid><mig_mode><current_mig>Enabled</current_mig></mig_mode><mig_devices>${instance(0, 2, 5290)}${instance(1, 3, 13)}</mig_devices><processes><process_info><gpu_instance_id>2</gpu_instance_id><compute_instance_id>0</compute_instance_id><pid>5002</pid><type>C</type><used_memory>5271 MiB</used_memory></process_info></processes></gpu></nvidia_smi_log>`
  const listed = `GPU 0: NVIDIA A100 (UUID: ${uuid})\n  MIG 3g.20gb     Device  0: (UUID: MIG-6d3b0f1e-2c44-5b7a-8f10-0a1b2c3d4e01)\n`

  it('has its details asked for, at once when a process comes and rarely otherwise', async () => {
    const { room, driver, cards, query } = open({ answers: { '-q -x': details, '-L': listed } })
    const view = following(room)
    cards.set(live({ cards: [card(0, uuid, 100, { migEnabled: true })] }))
    ;(await query()).say(header + row(5002, 5271, 0, uuid))
    await expect.poll(view.last, soon).toMatchObject({
      processes: [{ holds: [{ uuid, mig: { gpuInstance: 2, computeInstance: 0 }, memoryMiB: 5271 }] }],
      mig: [
        { uuid: 'MIG-6d3b0f1e-2c44-5b7a-8f10-0a1b2c3d4e01', profile: '3g.20gb', memoryUsedMiB: 5290 },
        { uuid: null, profile: '', gpuInstance: 3, memoryUsedMiB: 13 },
      ],
    })
    expect(driver.asked).toEqual(['-q -x', '-L'])
  })

  it('is asked no details while no card is cut', async () => {
    const { room, driver, cards, query } = open()
    const view = following(room)
    cards.set(live())
    ;(await query()).say(header + row(4100, 5))
    await expect.poll(view.shown, soon).toEqual([4100])
    expect(driver.asked).toEqual([])
  })
})
