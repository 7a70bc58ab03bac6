import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { up, whyRigCannotRun } from '../../e2e/rig'
import { labels } from '../../shared/model/labels'
import type { CreateSpec } from '../engine'
import { helperSpec } from './helper'
import { newId, thisOwner } from '../owner'
import { createScene, rigName, stepIs } from './scene.test-support'
import { ended, openStage } from './stage'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: launches cannot be tried here: ${why}\n\n`)

describe.skipIf(why !== null)('a launch that goes wrong', () => {
  const { containers, forget, leftBehind, refusedWith, rig, spec, stage } = createScene()

  describe('because Berth or the engine went away', () => {
    it('is cleaned up by the next Berth, which leaves alone what others are making or have made', async () => {
      const dead = `${hostname()}/999999/1/${newId()}`
      const make = (owner: string) => {
        const onBehalf = { taskId: newId(), owner }
        const parts = {
          image: rig().images.tiny,
          entrypoint: null,
          cmd: ['sleep', '600'],
          user: '',
          tty: false,
        }
        return helperSpec({ ...onBehalf, purpose: 'look', ...parts })
      }
      const create = async (...args: [CreateSpec]) => (await stage().engine.containers.create(...args)).id
      const environment = { [labels.environment]: newId() }
      const dying = make(dead)
      const helper = await create(dying)
      const half = make(dead)
      const created = await create({ ...half, labels: { ...half.labels, ...environment } })
      const adopted = make(dead)
      const running = await create({ ...adopted, labels: { ...adopted.labels, ...environment } })
      await stage().engine.containers.start(running)
      const others = await create(make(await thisOwner()))
      const borrowed = make(dead)
      const users = await create({ ...borrowed, name: `users-own-${newId()}` })

      const next = await openStage(rig())
      try {
        const swept = async () => (await leftBehind()).sort()
        await expect.poll(swept, { timeout: 15_000 }).toEqual([running, others, users].sort())
        expect(await containers()).not.toContain(helper)
        expect(await containers()).not.toContain(created)
      } finally {
        await next.dispose()
      }
    })

    it.each(['pull', 'wait'])(
      'fails when the engine dies in step %s, and leaves nothing once it is back',
      async (step) => {
        if (step === 'pull') await forget(rig().images.jupyterRemote)
        const image = step === 'pull' ? rig().images.jupyterRemote : rig().images.jupyter
        const { taskId } = await stage().launch.start(spec({ image }))
        await stage().until(taskId, stepIs(step))
        await rig().stopEngine('kill')
        try {
          const { state } = await stage().until(taskId, ended)
          expect(state).toMatchObject({ is: 'failed', refusal: { code: 'EngineDown' } })
        } finally {
          await rig().startEngine()
        }
        for await (const state of stage().engine.watch(AbortSignal.timeout(30_000)))
          if (state.is === 'up') break
        await expect.poll(leftBehind, { timeout: 30_000 }).toEqual([])
        await stage().launch.retry(taskId)
        expect((await stage().until(taskId, ended)).state.is).toBe('done')
      },
    )
  })

  describe('because the engine has no NVIDIA toolkit', () => {
    it('says so, and offers to go without a GPU', async () => {
      await up({ name: rigName, toolkit: false })
      for await (const state of stage().engine.watch(AbortSignal.timeout(30_000)))
        if (state.is === 'up') break
      const refusal = await refusedWith({ gpus: { is: 'all' } })
      expect(refusal.code).toBe('GpuToolkitMissing')
      expect(refusal.actions).toContain('launch-without-gpu')
    })
  })
})
