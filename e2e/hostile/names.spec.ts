// Files that are called something else than they seem: a notebook's name is anybody's, and stands in lists, questions and news.
import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from '../app/journey'
import { execute, openNotebook } from '../app/kernels'
import { sentencesWith } from './direction'
import { showLab, tabOf } from './lab'
import { put, test } from './stage'
import { pageIsItself } from './witness'

const soon = { timeout: 20_000 }
const markup = `<img src=x data-hostile onerror=window.hostileRan=1>"'.ipynb`
/** Turns round all that follows; the second one also ends what would hold it. */
const turning = 'report\u202egnp.ipynb'
const breakingOut = '\u2069\u2069\u202egnp two\nlines.ipynb'
const climbing = '--privileged %2e%2e%2f%2e%2e%2fetc.ipynb'
const commands = '$(reboot)`id`; شبكة.ipynb'
const names = [markup, turning, breakingOut, climbing, commands]
/** Either of those that turn, as it stands on the screen: what it cannot end has been taken out of it. */
const turner = /(?:report)?\u202egnp[^.]*\.ipynb/

const kernels = (page: Page) => page.getByRole('region', { name: 'Kernels' })
const processes = (page: Page) => page.getByRole('table', { name: 'Who holds the memory' })
const lineOf = (rows: Locator, name: string) => rows.filter({ hasText: name.replace('\n', ' ') })
/** As they are in the page, character by character. */
const textsOf = (of: Locator) => of.evaluateAll((all) => all.map((one) => one.textContent))

/** Nothing on the screen is turned round, of at least one thing that could be. */
async function nothingIsTurned(page: Page): Promise<void> {
  const { all, turned } = await sentencesWith(page, turner)
  expect(all.length).toBeGreaterThan(0)
  expect(turned).toEqual([])
  const labels = await page
    .locator('[title*="\u202e"],[aria-label*="\u202e"]')
    .evaluateAll((elements) =>
      elements.flatMap((one) => [one.getAttribute('title') ?? '', one.getAttribute('aria-label') ?? '']),
    )
  // A tooltip that is the name and nothing else has nobody beside it.
  const alone = (label: string) => names.some((name) => label === name)
  const held = (label: string) => /\u2068[^\u2068\u2069]*\u202e[^\u2068\u2069]*\u2069/.test(label)
  expect(labels.filter((label) => label.includes('\u202e') && !alone(label) && !held(label))).toEqual([])
}

test('Notebooks’ names are text wherever they stand, and turn nothing round but themselves', async ({
  ground,
  served,
}) => {
  test.setTimeout(180_000)
  const { page, watch } = served
  const { attacker, on } = ground
  const { server } = attacker
  await put(on, 'attacker', climbing, '{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":4}')
  for (const name of names) {
    const kernelId = await openNotebook(server, name)
    const held = await execute(server, kernelId, 'import berth_sim; berth_sim.hold(1000)')
    await held.ended
    held.close()
  }
  watch.errors()
  watch.requests()

  await showLab(served, attacker)
  const list = kernels(page).getByRole('listitem')
  for (const name of names) await expect(lineOf(list, name)).toHaveCount(1, soon)
  expect(await textsOf(kernels(page).locator('.kernel-words .ui-strong'))).toEqual(
    expect.arrayContaining(names),
  )
  await pageIsItself(page, served.origin)

  await goTo(page, 'GPUs')
  const rows = processes(page).getByRole('row')
  for (const name of names) await expect(lineOf(rows, name)).toHaveCount(1, soon)
  expect(await textsOf(processes(page).locator('.gpu-process-notebook'))).toEqual(
    expect.arrayContaining(names),
  )
  await nothingIsTurned(page)
  await pageIsItself(page, served.origin)

  for (const name of [turning, breakingOut]) {
    await lineOf(rows, name)
      .getByRole('button', { name: /^Actions for process/ })
      .click()
    await page.getByRole('menuitem', { name: 'Shut the kernel down…' }).click()
    const question = page.getByRole('alertdialog')
    await expect(question).toContainText('\u202egnp')
    await nothingIsTurned(page)
    await question.getByRole('button', { name: 'Shut down' }).click()
    await expect(page.getByRole('status').filter({ hasText: '\u202egnp' }).first()).toBeVisible(soon)
    await nothingIsTurned(page)
    await expect(lineOf(rows, name)).toHaveCount(0, soon)
  }

  await tabOf(page, attacker).click()
  await kernels(page)
    .getByRole('button', { name: `More for the kernel of ${climbing}` })
    .click()
  await page.getByRole('menuitem', { name: 'Open notebook' }).click()
  const wish = page.getByRole('button', { name: 'Load again' })
  const lab = await served.lab()
  const address = '/lab/tree/--privileged%20%252e%252e%252f%252e%252e%252fetc.ipynb'
  await expect
    .poll(async () => {
      if (await wish.isVisible()) await wish.click()
      return new URL((await served.lab()).root.url()).pathname
    }, soon)
    .toBe(address)
  expect(new URL(lab.root.url()).origin).toBe(new URL((await served.lab()).root.url()).origin)
  await pageIsItself(page, served.origin)
  expect(watch.dialogs()).toEqual([])
  expect(watch.requests()).toEqual([])
  expect(watch.errors()).toEqual([])
})
