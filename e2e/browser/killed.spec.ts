// Berth killed outright in the middle of a launch: the next one cleans up what was half made and adopts what runs.
import { expect, test, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { docker, forget } from '../app/docker'
import { launchedInto, workstation, type Workstation } from '../app/workstation'

type Moment = { title: string; reached(page: Page, on: Workstation): Promise<void> }

async function killedAt(moment: Moment, afterwards: (page: Page, on: Workstation) => Promise<void>) {
  const on = await workstation()
  await forget(on.rig, on.rig.images.jupyterRemote)
  let app = await openBrowser(on)
  try {
    await app.page.getByRole('button', { name: `Launch ${moment.title}` }).click()
    await moment.reached(app.page, on)
    await app.stopServer('SIGKILL')
    await app.close()
    app = await openBrowser(on)
    await expect(app.page.getByRole('heading', { name: 'Launch', exact: true })).toBeVisible()
    await afterwards(app.page, on)
  } finally {
    await app.close()
    await on.clear()
  }
}

test('killed during the download: nothing is left, and the next launch works', async () => {
  await killedAt(
    {
      title: 'JupyterLab 4 · to download',
      reached: async (page) => {
        await expect(page.getByText(/of \d+(\.\d+)? .B/).first()).toBeVisible({ timeout: 30_000 })
      },
    },
    async (page, on) => {
      expect(await launchedInto(on.rig, on.project)).toEqual([])
      await page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
      await expect(page.locator('iframe')).toBeVisible({ timeout: 60_000 })
    },
  )
})

test('killed once the container was there: it is adopted if it runs, else gone', async () => {
  await killedAt(
    {
      title: 'JupyterLab 4 · rig',
      reached: async (_page, on) => {
        await expect.poll(() => launchedInto(on.rig, on.project), { intervals: [20] }).toHaveLength(1)
      },
    },
    async (page, on) => {
      const stateNow = () =>
        docker(on.rig, [
          'ps',
          '--all',
          '--format',
          '{{.State}}',
          '--filter',
          `label=sh.berth.folder=${on.project}`,
        ])
      await expect.poll(stateNow, { timeout: 20_000 }).toMatch(/^(running)?$/)
      if ((await stateNow()) === '') return
      await page.getByRole('button', { name: /^Open Jupyter/ }).click()
      const frame = page.frameLocator('iframe')
      await expect(frame.locator('#jp-main-dock-panel')).toBeVisible({ timeout: 60_000 })
    },
  )
})
