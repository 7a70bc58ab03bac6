import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { alone } from './alone'

let folder = ''
const lock = () => join(folder, 'a.lock')
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-alone-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('one at a time, and nothing is left', async () => {
  let now = 0
  let most = 0
  const work = async () => {
    now += 1
    most = Math.max(most, now)
    await new Promise((resolve) => setTimeout(resolve, 5))
    now -= 1
  }
  await Promise.all(Array.from({ length: 12 }, () => alone(lock(), work)))
  expect(most).toBe(1)
  expect(await readdir(folder)).toEqual([])
})

it('work that fails leaves no lock, and its failure is the answer', async () => {
  await expect(alone(lock(), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await readdir(folder)).toEqual([])
})

it('the lock of one that died is taken over by one of those who wait, and then by the other', async () => {
  await writeFile(lock(), 'long dead')
  const order: string[] = []
  const work = (name: string) => async () => {
    order.push(`${name} begins`)
    expect(await readFile(lock(), 'utf8')).not.toBe('long dead')
    order.push(`${name} ends`)
  }
  await Promise.all([alone(lock(), work('a')), alone(lock(), work('b'))])
  expect(order).toHaveLength(4)
  expect(order[0]?.[0]).toBe(order[1]?.[0])
  expect(await readdir(folder)).toEqual([])
}, 30_000)

it('one that was too slow does its work again, on what the others wrote', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  let slow = true
  const add = (name: string) =>
    alone(lock(), async (beforeWriting) => {
      const before = await readFile(file, 'utf8')
      if (name === 'slow' && slow) {
        slow = false
        // As one that is stopped meanwhile: the other writes before it goes on.
        await expect.poll(() => readFile(file, 'utf8'), { timeout: 20_000 }).toBe('quick ')
      }
      await beforeWriting()
      await writeFile(file, `${before}${name} `)
    })
  const first = add('slow')
  await expect.poll(() => readdir(folder)).toContain('a.lock')
  await Promise.all([first, add('quick')])
  expect(await readFile(file, 'utf8')).toBe('quick slow ')
  expect(await readdir(folder)).toEqual(['file'])
}, 30_000)

it('where none can be made, nothing is done', async () => {
  await writeFile(join(folder, 'a file'), '')
  const done: string[] = []
  const working = alone(join(folder, 'a file', 'a.lock'), () => Promise.resolve(done.push('done')))
  await expect(working).rejects.toThrow(/ENOTDIR|EEXIST/)
  expect(done).toEqual([])
})
