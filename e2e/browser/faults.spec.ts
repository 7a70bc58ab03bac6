// What a person sees when something is wrong: the cause in words, and the way on. Nothing half made is left.
import { expect, test, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { terminalShows } from '../app/journey'
import { launchedInto, workstation, type Workstation } from '../app/workstation'

type Opened = Awaited<ReturnType<typeof openBrowser>>

async function withBrowser(
  options: Parameters<typeof workstation>[0],
  body: (app: Opened, on: Workstation) => Promise<void>,
): Promise<void> {
  const on = await workstation(options)
  try {
    const app = await openBrowser(on)
    try {
      await expect(app.page.getByRole('heading', { name: 'Launch', exact: true })).toBeVisible()
      await body(app, on)
    } finally {
      await app.close()
    }
  } finally {
    await on.clear()
  }
}

async function launchReference(page: Page, reference: string): Promise<void> {
  await page.getByRole('searchbox').fill(reference)
  await page.getByRole('button', { name: `Launch ${reference}` }).click()
}

test('an image that its registry does not have is named, and nothing is left', async () => {
  await withBrowser({}, async ({ page }, on) => {
    await launchReference(page, `${on.rig.registry.host}/berth/jupyter:no-such-tag`)
    await expect(page.getByRole('alert')).toContainText('no-such-tag has no such tag', { timeout: 30_000 })
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    expect(await launchedInto(on.rig, on.project)).toEqual([])
  })
})

test('an image without JupyterLab is asked about, and runs with a terminal', async () => {
  await withBrowser({}, async ({ page }, on) => {
    await page.getByRole('button', { name: 'Launch Python without JupyterLab' }).click()
    await expect(page.getByText('This image has no JupyterLab')).toBeVisible({ timeout: 60_000 })
    expect(await launchedInto(on.rig, on.project)).toEqual([])
    await page.getByRole('button', { name: 'Terminal only' }).click()
    await terminalShows(page, 'python3 -c "print(6*7)"; pwd', /42\s*\/workspace/)
  })
})
