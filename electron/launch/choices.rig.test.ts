import { describe, expect, it } from 'vitest'
import { whyRigCannotRun } from '../../e2e/rig'
import { labels } from '../../shared/model/labels'
import { createScene, stepIs } from './scene.test-support'
import { ended } from './stage'

/** apt unpacks a hundred packages on a busy machine. */
const installMilliseconds = 300_000
const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: launches cannot be tried here: ${why}\n\n`)

describe.skipIf(why !== null)('a launch that is cancelled or asks', () => {
  const { done, forget, leftBehind, refusedWith, rig, spec, stage } = createScene()

  describe('because it is cancelled', () => {
    it.each(['create', 'start', 'wait'])('leaves nothing in step %s', async (step) => {
      const { taskId } = await stage().launch.start(spec())
      await stage().until(taskId, stepIs(step))
      await stage().launch.cancel(taskId)
      expect((await stage().until(taskId, ended)).state.is).toBe('cancelled')
      expect(await leftBehind()).toEqual([])
    })

    it('leaves no image while pulling, and a second try ends well', async () => {
      await forget(rig().images.jupyterRemote)
      const { taskId } = await stage().launch.start(spec({ image: rig().images.jupyterRemote }))
      await stage().until(taskId, ({ pull }) => (pull?.layers.length ?? 0) > 0)
      await stage().launch.cancel(taskId)
      expect((await stage().until(taskId, ended)).state.is).toBe('cancelled')
      expect(await stage().engine.images.inspect(rig().images.jupyterRemote)).toBeNull()

      await stage().launch.retry(taskId)
      const task = await stage().until(taskId, ended)
      expect(task.state.is).toBe('done')
      expect(task.plan.steps.map(({ id }) => id)).toContain('pull')
      expect(task.pull?.layers.every(({ phase }) => phase === 'done' || phase === 'present')).toBe(true)
      expect(task.pull?.currentBytes).toBe(task.pull?.totalBytes)
      await stage().engine.containers.remove((await leftBehind())[0] ?? '')
      await forget(rig().images.jupyterRemote)
    })

    it('leaves nothing while it asks, nor while it installs', async () => {
      const asking = await stage().launch.start(spec({ image: rig().images.plain }))
      await stage().until(asking.taskId, ({ state }) => state.is === 'asking')
      await stage().launch.cancel(asking.taskId)
      expect(await leftBehind()).toEqual([])

      const installing = await stage().launch.start(
        spec({ image: rig().images.plain, withoutJupyter: 'install' }),
      )
      await stage().until(installing.taskId, ({ output }) => output !== '')
      await stage().launch.cancel(installing.taskId)
      expect((await stage().until(installing.taskId, ended)).state.is).toBe('cancelled')
      expect(await leftBehind()).toEqual([])
      expect([...(await stage().engine.images.references())].join()).not.toContain('berth-derived/')
    })
  })

  describe('because the image has no JupyterLab', () => {
    it('goes on with a terminal alone when that is the answer', async () => {
      const { taskId } = await stage().launch.start(spec({ image: rig().images.plain }))
      await stage().until(taskId, ({ state }) => state.is === 'asking')
      stage().launch.answer(taskId, 'terminal-only')
      const { state, plan } = await stage().until(taskId, ended)
      expect(state).toMatchObject({ is: 'done', jupyter: false })
      expect(plan.steps.map(({ id }) => id)).toEqual(['check', 'create', 'start'])
      if (state.is !== 'done') throw new Error(state.is)
      expect((await stage().engine.containers.inspect(state.containerId)).running).toBe(true)
      await expect(stage().jupyter.ready(state.containerId)).rejects.toThrow('JupyterMissing')
    })

    it('works with nothing but busybox', async () => {
      const { state } = await done({ image: rig().images.tiny, withoutJupyter: 'terminal-only' })
      const { stdout } = await stage().engine.containers.run(state.containerId, { cmd: ['id', '-un'] })
      expect(stdout.trim()).toBe('berth')
    })

    it(
      'installs it into an image that is kept and used again without asking',
      async () => {
        const { taskId } = await stage().launch.start(spec({ image: rig().images.plain }))
        await stage().until(taskId, ({ state }) => state.is === 'asking')
        stage().launch.answer(taskId, 'install')
        const task = await stage().until(taskId, ended, installMilliseconds)
        expect(task.state).toMatchObject({ is: 'done', jupyter: true })
        expect(task.output).toContain('jupyterlab')
        const derived = [...(await stage().engine.images.references())].find((each) =>
          each.startsWith('berth-derived/'),
        )
        const image = await stage().engine.images.inspect(derived ?? '')
        expect(image?.labels[labels.derivedFrom]).toMatch(rig().images.plain)
        expect(image?.labels[labels.task]).toBe('')

        const again = await done({ image: rig().images.plain })
        expect(again.state.jupyter).toBe(true)
        expect(again.task.plan.steps.map(({ id }) => id)).not.toContain('derive')
        for (const id of await leftBehind()) await stage().engine.containers.remove(id, { volumes: true })
        await stage().engine.images.remove(derived ?? '')
      },
      2 * installMilliseconds,
    )

    it('says what the installation printed when it fails', async () => {
      const refusal = await refusedWith({ image: rig().images.tiny, withoutJupyter: 'install' })
      expect(refusal.code).toBe('JupyterInstallFailed')
      expect(refusal.evidence).toContain('pip')
    })
  })
})
