// Kernels beside JupyterLab, as a person looks after them: what each holds, who is asked, what is announced, what is reserved.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from './journey'
import { execute, openNotebook, type Server } from './kernels'
import { launched, removeAll } from './launched'
import { labIsReady } from './notebook'
import type { OpenApp } from './open'
import { workstation, type Workstation } from './workstation'

const soon = { timeout: 15_000 }
/** The shortest rule is a minute, and the reaper looks every quarter of one. */
const announced = { timeout: 120_000 }

/** `waits`: until the reaper announces, which takes more than a minute; what it then does is the same in either face. */
export async function looksAfterKernels(
  open: (on: Workstation) => Promise<OpenApp>,
  { waits }: { waits: boolean },
): Promise<void> {
  const on = await workstation({ scenario: 'a100x2-idle' })
  const app = await open(on)
  const leaving: (() => void)[] = []
  try {
    const { page } = app
    const { server } = await launched(on, 'vision', 0)
    for (const notebook of ['train_vit', 'explore', 'plots'])
      await writeFile(join(on.project, 'vision', `${notebook}.ipynb`), emptyNotebook)
    leaving.push(await holds(server, 'train_vit.ipynb', 20_000, 'time.sleep(900)'))
    await holds(server, 'explore.ipynb', 9000, null)
    await holds(server, 'plots.ipynb', 3000, null)

    await page.getByRole('button', { name: 'Open Jupyter of vision' }).click(soon)
    await labIsReady(await app.lab())
    await expect(kernel(page, 'train_vit.ipynb')).toContainText(/busy · 19.5 GB VRAM/, soon)
    await expect(kernel(page, 'explore.ipynb')).toContainText(/idle .*8.8 GB VRAM.*CPU \d+% · .* RAM/s, soon)
    await expect(kernels(page)).toContainText('31.3 GB VRAM')

    await setsARule(page)
    await shutsDownWhatIsIdle(page)
    await isAskedAboutABusyOne(page)
    await reservesTheCard(page)
    if (waits) await keepsWhatWasAnnounced(page)
    await opensItsNotebook(app)
    await kernels(page).getByRole('button', { name: 'Interrupt train_vit.ipynb' }).click()
    await expect(kernel(page, 'train_vit.ipynb')).toContainText('idle', soon)
  } finally {
    for (const leave of leaving) leave()
    await app.close()
    await removeAll(on)
    await on.rig.setScenario('a100x2')
  }
}

async function setsARule(page: Page): Promise<void> {
  await expect(page.getByText('Idle kernels stay')).toBeVisible()
  await page.getByRole('button', { name: 'Shut idle kernels down' }).click()
  const dialog = page.getByRole('dialog', { name: 'Idle kernels of vision' })
  await dialog.getByText('Shut idle kernels down when they hold GPU memory').click()
  await dialog.getByLabel('Idle for').fill('1')
  await dialog.getByLabel('Holding at least').fill('5')
  await dialog.getByLabel('Notice before').fill('3')
  // A number is taken when its field is left.
  await page.keyboard.press('Tab')
  await expect(dialog).toContainText('idle for 1 min, holds 5 GB or more')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Idle kernels end after 1 min')).toBeVisible()
}

async function shutsDownWhatIsIdle(page: Page): Promise<void> {
  await kernels(page).getByRole('button', { name: 'Shut down the kernel of plots.ipynb' }).click()
  const question = page.getByRole('alertdialog', { name: 'Shut the kernel of plots.ipynb down?' })
  await expect(question).toContainText('Its variables are lost; the notebook file stays.')
  await expect(kernel(page, 'plots.ipynb')).toHaveCount(1)
  await question.getByRole('button', { name: 'Shut down' }).click()
  await expect(kernel(page, 'plots.ipynb')).toHaveCount(0, soon)
  await expect(kernels(page)).toContainText('28.3 GB VRAM', soon)
}

async function isAskedAboutABusyOne(page: Page): Promise<void> {
  await act(page, 'train_vit.ipynb', 'Shut down…')
  const question = page.getByRole('alertdialog', { name: 'Shut the busy kernel of train_vit.ipynb down?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(kernel(page, 'train_vit.ipynb')).toContainText('busy')
}

async function reservesTheCard(page: Page): Promise<void> {
  const side = page.getByRole('complementary', { name: 'Cards and container' })
  await side.getByRole('button', { name: 'Reserve…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Reserve GPU 0 for vision' })
  await expect(dialog).toContainText('advice, not a lock')
  await dialog.getByRole('radio', { name: '1 hour' }).click()
  await dialog.getByRole('button', { name: 'Reserve' }).click()
  await expect(side).toContainText('Reserved until', soon)

  await goTo(page, 'Launch')
  const claims = page.getByRole('list', { name: 'Who has the cards' })
  await expect(claims).toContainText('GPU 0: reserved by you for vision until', soon)
  await expect(page.getByText('Will use GPU 1')).toBeVisible(soon)
  await page.getByRole('button', { name: /^GPU 0 / }).click()
  await expect(page.getByText(/^GPU 0: reserved by .* you can launch all the same/)).toBeVisible(soon)

  await goTo(page, 'GPUs')
  await expect(page.getByText('Reserved for vision until')).toBeVisible(soon)
  await page.getByRole('button', { name: 'Change the reservation of GPU 0' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click()
  await expect(page.getByText('Reserved for vision until')).toHaveCount(0, soon)
  await expect(page.getByRole('button', { name: 'Reserve GPU 0' })).toBeVisible()
  await page.getByRole('button', { name: 'Open vision' }).click()
}

async function keepsWhatWasAnnounced(page: Page): Promise<void> {
  await expect(kernel(page, 'explore.ipynb')).toContainText(/Shuts down in (2|3) min/, announced)
  // A busy kernel that holds more is none of the reaper's business.
  await expect(kernel(page, 'train_vit.ipynb')).not.toContainText('Shuts down')
  await kernel(page, 'explore.ipynb').getByRole('button', { name: 'Keep it' }).click()
  await expect(kernel(page, 'explore.ipynb')).not.toContainText('Shuts down', soon)
  await page.getByRole('button', { name: 'Shut idle kernels down' }).click()
  const dialog = page.getByRole('dialog', { name: 'Idle kernels of vision' })
  await expect(dialog.getByRole('list', { name: 'What it did' })).toContainText(
    /explore\.ipynb.*kept by a person.*explore\.ipynb.*announced/s,
  )
  await dialog.getByRole('button', { name: 'Cancel' }).click()
}

/** A cell runs in this JupyterLab: its page is loaded anew only when a person says so. */
async function opensItsNotebook(app: OpenApp): Promise<void> {
  const { page } = app
  await act(page, 'explore.ipynb', 'Open notebook')
  await expect(page.getByText('A cell is running in this JupyterLab')).toBeVisible(soon)
  await page.getByRole('button', { name: 'Load again' }).click()
  await expect
    .poll(async () => (await app.lab()).root.url(), { timeout: 60_000 })
    .toContain('/tree/explore.ipynb')
  const lab = await app.lab()
  await labIsReady(lab)
  await expect(lab.root.locator('.lm-TabBar-tabLabel', { hasText: 'explore.ipynb' })).toBeVisible(soon)
}

/** Holds memory, then computes (and is left by closing) or is idle. */
async function holds(server: Server, notebook: string, mib: number, then: string | null) {
  const kernelId = await openNotebook(server, notebook)
  const code = `import berth_sim, time; berth_sim.hold(${mib}); ${then ?? 'pass'}`
  const running = await execute(server, kernelId, code)
  if (then === null) {
    await running.ended
    running.close()
  }
  return running.close
}

const kernels = (page: Page): Locator => page.getByRole('region', { name: 'Kernels' })
const kernel = (page: Page, notebook: string): Locator =>
  kernels(page).getByRole('listitem').filter({ hasText: notebook })

async function act(page: Page, notebook: string, verb: string): Promise<void> {
  await kernels(page)
    .getByRole('button', { name: `More for the kernel of ${notebook}` })
    .click()
  await page.getByRole('menuitem', { name: verb }).click()
}

const emptyNotebook = JSON.stringify({
  cells: [],
  metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
  nbformat: 4,
  nbformat_minor: 5,
})
