import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { whyRigCannotRun } from '../../e2e/rig'
import { thisMachine } from './machine'
import { createScene } from './scene.test-support'
import { openStage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: launches cannot be tried here: ${why}\n\n`)

describe.skipIf(why !== null)('a launch that is refused', () => {
  const { done, forget, leftBehind, project, refusedWith, rig, stage } = createScene()

  describe('because of what was asked', () => {
    it.each([
      [
        'a repository that nobody has',
        () => `${rig().registry.host}/berth/nothing:1`,
        /^ImageUnknown|^ImageTagUnknown/,
      ],
      ['a tag that is not there', () => rig().images.tiny.replace(/:1$/, ':nope'), /^ImageTagUnknown/],
      ['a registry that nobody runs', () => '127.0.0.1:9/x/y:1', /^RegistryUnreachable/],
    ])('refuses %s', async (_, image, code) => {
      expect((await refusedWith({ image: image() })).code).toMatch(code)
    })

    it('refuses an image whose registry wants a login', async () => {
      const empty = await mkdtemp(join(tmpdir(), 'berth-no-login-'))
      const stranger = await openStage({ ...rig(), env: { ...rig().env, DOCKER_CONFIG: empty } })
      try {
        await forget(rig().images.plainRemote)
        const refusal = await refusedWith({ image: rig().images.plainRemote }, stranger)
        expect(refusal.code).toBe('RegistryUnauthorised')
        expect(refusal.raw).not.toBe('')
      } finally {
        await stranger.dispose()
        await rm(empty, { recursive: true })
      }
    })

    it('refuses a folder that is gone or that its owner may not write', async () => {
      expect((await refusedWith({ projectFolder: join(project(), 'gone') })).code).toBe('FolderMissing')
      const closed = join(project(), 'closed')
      await mkdir(closed)
      await chown(closed, 1234, 1235)
      await chmod(closed, 0o555)
      expect((await refusedWith({ projectFolder: closed })).code).toBe('FolderNotWritable')
    })

    it("refuses the engine's own socket, and any folder that holds it", async () => {
      const socket = rig().dockerHost.replace('unix://', '')
      for (const source of [socket, join(socket, '..')]) {
        const mounts = [{ source, target: '/engine', readOnly: true }]
        expect((await refusedWith({ mounts })).code).toBe('MountRefused')
      }
    })

    it('refuses a card that vanished, and a card where there is none', async () => {
      const gpus = { is: 'cards' as const, uuids: ['GPU-00000000-dead-dead-dead-000000000000'] }
      expect((await refusedWith({ gpus })).code).toBe('GpuGone')
      await rig().setScenario('none')
      try {
        // The driver's tool goes with the cards: the room may still be ending the stream that it read from.
        await expect.poll(async () => (await stage().gpus.sample()).is, { timeout: 10_000 }).toBe('absent')
        const refusal = await refusedWith({ gpus: { is: 'least-busy', count: 1 } })
        expect(refusal.code).toBe('GpuNotHere')
        expect(refusal.actions).toContain('launch-without-gpu')
      } finally {
        await rig().setScenario('a100x2')
      }
    })

    it('takes another port when the chosen one is taken meanwhile', async () => {
      const squatter = createServer()
      await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
      const address = squatter.address()
      const taken = address !== null && typeof address === 'object' ? address.port : 0
      let asked = 0
      const freePort = async () => ((asked += 1) === 1 ? taken : await thisMachine().freePort())
      const other = await openStage(rig(), { freePort })
      try {
        const { state } = await done({}, other)
        expect((await other.jupyter.ready(state.containerId)).port).not.toBe(taken)
        expect(asked).toBe(2)
        expect(await leftBehind()).toEqual([state.containerId])
      } finally {
        await other.dispose()
        squatter.close()
      }
    })

    it('says with the last lines of its log why a container died', async () => {
      const refusal = await refusedWith({ env: [{ name: 'PYTHONHOME', value: '/nowhere' }] })
      expect(refusal.code).toBe('ContainerExited')
      expect(refusal.raw).toContain('encodings')
    })
  })
})
