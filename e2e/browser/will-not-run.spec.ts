// An image that will not run here asks before anything is launched: with the reason, and with what runs instead.
import { expect, test, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { docker } from '../app/docker'
import { rigReferences } from '../app/references'
import { launchedInto, workstation, type Workstation } from '../app/workstation'
import { up, type Rig } from '../rig'

const reference = 'berth-e2e/too-new:1'
const own = {
  ...{ id: 'own-too-new', title: 'Too new for here', image: reference, jupyter: false, origin: 'user' },
} as const

/** The rig's Python with what an image for a driver of the future says in its config; here, and in no registry. */
async function makeImage(rig: Rig): Promise<void> {
  const id = await docker(rig, ['create', rig.images.plain])
  const says = ['NVIDIA_REQUIRE_CUDA=cuda>=99.0', 'PYTORCH_VERSION=2.8.0', 'CUDA_VERSION=12.8.1']
  const changes = says.flatMap((variable) => ['--change', `ENV ${variable}`])
  await docker(rig, ['commit', ...changes, id, reference])
  await docker(rig, ['rm', id])
}

async function withBrowser(body: (page: Page, on: Workstation) => Promise<void>): Promise<void> {
  const rig = await up({ scenario: 'a100x2' })
  const on = await workstation({ settings: { references: [...rigReferences(rig), own] } })
  try {
    await makeImage(rig)
    const app = await openBrowser(on)
    try {
      await body(app.page, on)
    } finally {
      await app.close()
    }
  } finally {
    await on.clear()
    await docker(rig, ['rmi', '--force', reference])
  }
}

test('an image that will not run is asked about, with its reason and what runs instead; launched only all the same', async () => {
  await withBrowser(async (page, on) => {
    const question = (title: string) =>
      page.getByRole('alertdialog', { name: `Launch ${title} all the same?` })

    // Kept by a person: the catalogue knows nothing of it, the image does.
    await page.getByRole('button', { name: `Launch ${own.title}` }).click()
    await expect(question(own.title)).toContainText('The image demands cuda>=99.0', { timeout: 15_000 })
    await question(own.title).getByRole('button', { name: 'Close' }).last().click()
    await expect(question(own.title)).toBeHidden()

    // Typed, as long as nothing of that name is in the catalogue.
    await page.getByRole('button', { name: `More for ${own.title}` }).click()
    await page.getByRole('menuitem', { name: 'Remove from the list' }).click()
    await page.getByRole('searchbox').fill(reference)
    await page.getByRole('button', { name: `Launch ${reference}` }).click()
    await expect(question(reference)).toContainText(
      'The image demands cuda>=99.0, which driver 570.195.03 does not meet',
    )
    await expect(question(reference)).toContainText('NVIDIA_REQUIRE_CUDA=cuda>=99.0')
    const instead = question(reference).getByRole('button', { name: /^Launch PyTorch/ })
    await expect(instead.first()).toBeVisible()
    await question(reference).getByRole('button', { name: 'Close' }).last().click()
    await expect(question(reference)).toBeHidden()
    await expect(page.getByRole('heading', { name: /^Launching/ })).toBeHidden()
    expect(await launchedInto(on.rig, on.project)).toEqual([])

    await page.getByRole('button', { name: `Launch ${reference}` }).click()
    await question(reference).getByRole('button', { name: 'Launch all the same' }).click()
    await page.getByRole('button', { name: 'Terminal only' }).click({ timeout: 60_000 })
    await expect
      .poll(async () => (await launchedInto(on.rig, on.project)).length, { timeout: 60_000 })
      .toBe(1)
  })
})
