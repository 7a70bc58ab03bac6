import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { refusal } from '../../shared/model/refusal'
import { createAgreements } from '../consent'
import type { Engine } from '../engine'
import type { Rooms } from '../rooms'
import { standIn, standInServices } from '../stand-in'
import { said } from './said.test-support'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-allow-'))
  await mkdir(join(folder, 'models'))
  await symlink(join(folder, 'models'), join(folder, 'link'))
})
afterAll(() => rm(folder, { recursive: true }))

async function run(...args: string[]) {
  const agreements = createAgreements()
  const down = { is: 'down' as const, refusal: refusal('EngineDown'), attempts: [], retryAt: 0 }
  const engine = standIn<Engine>({
    // eslint-disable-next-line @typescript-eslint/require-await
    watch: async function* () {
      yield down as never
    },
  })
  const services = standInServices({ agreements, engine })
  const rooms = () => Promise.resolve({ services } as unknown as Rooms)
  return { agreements, ...(await said(['launch', ...args], { rooms })) }
}

it('each path that is allowed beforehand is agreed to by where it leads, with what is in it', async () => {
  const { agreements } = await run('--allow-path', '/etc', `--allow-path=${folder}/link`)
  const may = (path: string) => agreements.covers({ path, readOnly: false })
  expect([may('/etc'), may('/etc/ssh'), may(join(folder, 'models/x'))]).toEqual([true, true, true])
  expect([may(join(folder, 'link')), may(folder), may('/')]).toEqual([false, false, false])
})

it('a path that is not there is misuse', async () => {
  expect(await run('--allow-path', join(folder, 'none'))).toMatchObject({
    code: 2,
    said: expect.stringContaining('there is nothing of that name here') as string,
  })
})
