// What a person sees when something is wrong: the cause in words, and the way on. Nothing half made is left.
import { expect, test, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { goTo, terminalShows } from '../app/journey'
import { attach } from '../rig'
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

test('every way the GPUs can fail has its own face, and the app stays whole', async () => {
  await withBrowser({ scenario: 'mismatch' }, async ({ page }, on) => {
    const status = page.getByRole('contentinfo').or(page.getByLabel('Status')).first()
    await expect(status).toContainText('GPU: driver mismatch')
    await goTo(page, 'GPUs')
    await expect(page.getByText('NVML library version')).toBeAttached()
    await on.rig.setScenario('a100x2')
    await expect(page.getByRole('heading', { name: /^GPU [01]/ })).toHaveCount(2, { timeout: 40_000 })
    await expect(page.getByText(/Simulated GPUs/).first()).toBeVisible()
  })
})

test('a killed engine is told within two seconds and comes back by itself', async () => {
  test.setTimeout(240_000)
  await withBrowser({ rigName: 'faults' }, async ({ page }, on) => {
    try {
      await on.rig.stopEngine('kill')
      const killed = Date.now()
      await expect(page.getByText('No container engine').first()).toBeVisible({ timeout: 2_000 })
      test.info().annotations.push({ type: 'told after', description: `${Date.now() - killed} ms` })
      await on.rig.startEngine()
      await expect(page.getByText('Docker 20.10').first()).toBeVisible({ timeout: 15_000 })
      await goTo(page, 'Containers')
      await expect(page.getByText('No containers yet')).toBeVisible()
    } finally {
      await on.rig.startEngine()
    }
  })
  await (await attach('faults'))?.down()
})
