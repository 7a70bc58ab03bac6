// A registry that breaks off in the middle of an image: the engine has already answered 200 when it learns of it.
import { expect, test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { docker, forget } from '../app/docker'
import type { OpenApp } from '../app/open'
import { launchedInto, type Workstation } from '../app/workstation'
import { fault, faulty, takesItsRigDown } from './fault'
import { openFailingRegistry, type Breaking } from './registry-that-fails'

takesItsRigDown()

test.describe('a registry', () => {
  let on: Workstation
  let app: OpenApp

  test.beforeAll(async () => {
    on = await faulty()
    app = await openBrowser(on)
  })
  test.afterAll(async () => {
    await app.close()
    await on.clear()
  })

  async function launchThrough(breaking: Breaking) {
    const registry = await openFailingRegistry(on.rig.registry.anonymousHost, breaking)
    // Its layers are the same: they go with the image of the other name.
    await forget(on.rig, on.rig.images.plainRemote)
    const reference = on.rig.images.plainRemote.replace(on.rig.registry.host, registry.host)
    const { page } = app
    await page
      .getByRole('navigation', { name: 'Rooms' })
      .getByRole('button', { name: /^Launch/ })
      .click()
    await page.getByRole('searchbox').fill(reference)
    await page.getByRole('button', { name: `Launch ${reference}` }).click()
    return { registry, reference, page }
  }

  fault(
    'A download that fails after the engine said it would go well is a failure on the screen, and leaves nothing',
    'a registry that sends a layer with one wrong byte: the engine’s 200 answer ends with an error',
    async (seen) => {
      seen.strikes()
      const { registry, page, reference } = await launchThrough({ is: 'corrupt' })
      try {
        await seen.sees(page.getByText(/is not what its digest names/).first(), 30_000)
        await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
        await expect(page.getByText(/could not be launched/).first()).toBeVisible()
        expect(await docker(on.rig, ['images', '--quiet', reference])).toBe('')
        expect(await launchedInto(on.rig, on.project)).toEqual([])
      } finally {
        await registry.close()
      }
    },
  )

  fault(
    'A download that is cut off in the middle goes on from there, and the environment runs',
    'a registry that ends the connection after 3 MB of a layer, once',
    async (seen) => {
      const { registry, page, reference } = await launchThrough({ is: 'cut', afterBytes: 3e6, times: 1 })
      seen.strikes()
      try {
        await seen.sees(page.getByText('This image has no JupyterLab'), 60_000)
        expect(registry.cuts()).toBe(1)
        expect(registry.resumed()).toBeGreaterThan(0)
        await page.getByRole('button', { name: 'Terminal only' }).click()
        await expect.poll(() => launchedInto(on.rig, on.project), { timeout: 30_000 }).toHaveLength(1)
      } finally {
        await registry.close()
        await docker(on.rig, ['rm', '--force', ...(await launchedInto(on.rig, on.project))])
        await forget(on.rig, reference)
      }
    },
  )
})
