// JupyterLab with the hostile notebooks in it, in either face.
import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from '../app/journey'
import { labIsReady, kernelIsIdle, type JupyterLab } from '../app/notebook'
import type { OpenApp } from '../app/open'
import type { Outcome, Target } from './attack'
import { secretOfTheVictim } from './notebooks'
import { profileOf, type Browser, type Desktop, type Environment, type Ground } from './stage'
import { pageIsItself, untouched } from './witness'

const patience = { timeout: 60_000 }

/** Among the open environments, at the top of the window. */
export function tabOf(page: Page, { name }: Environment): Locator {
  return page
    .getByRole('group', { name: 'Open environments' })
    .getByRole('button', { name: `Running ${name}` })
}

/** Shows the environment's JupyterLab, which stays open for the tests after this one. */
export async function showLab(app: OpenApp, environment: Environment): Promise<JupyterLab> {
  const { page } = app
  const tab = tabOf(page, environment)
  if ((await tab.count()) > 0) await tab.click()
  else {
    await goTo(page, 'Launch')
    await page.getByRole('button', { name: `Open Jupyter of ${environment.name}` }).click(patience)
  }
  const lab = await app.lab()
  await labIsReady(lab)
  return lab
}

/** Opens the notebook that nobody trusted and presses all that it offers: it is shown, and that is all that happens. */
export async function showTheUntrusted(app: Desktop | Browser, ground: Ground): Promise<void> {
  const lab = await showLab(app, ground.attacker)
  const { root } = lab
  await untouched(ground, profileOf(ground.on, app.face), async () => {
    await openNotebook(lab, 'untrusted.ipynb')
    await expect(root.getByText('HTML output')).toBeVisible()
    const url = root.url()
    for (const id of ['#js-link', '#command']) {
      const element = root.locator(id)
      if ((await element.count()) > 0) await element.first().click()
    }
    expect(
      await root.evaluate(() => (window as unknown as { hostileRan?: string[] }).hostileRan ?? []),
    ).toEqual([])
    expect(root.url()).toBe(url)
    await expect(root.locator('.jp-Terminal')).toHaveCount(0)
  })
  await pageIsItself(app.page, app.origin)
}

/** Runs the trusted notebook's script against the app and the victim's address; the app is untouched by it. */
export async function runTheAttack(app: Desktop | Browser, ground: Ground, victim: string): Promise<Outcome> {
  const lab = await showLab(app, ground.attacker)
  const outcome: Outcome = {}
  app.watch.errors()
  await untouched(ground, profileOf(ground.on, app.face), async () => {
    Object.assign(outcome, await attackIn(lab, { app: app.origin, victim, secret: secretOfTheVictim }))
  })
  await pageIsItself(app.page, app.origin)
  expect(app.watch.dialogs()).toEqual([])
  return outcome
}

/** Opens a notebook by its address, as a link to it would. */
async function openNotebook(lab: JupyterLab, name: string): Promise<void> {
  const { root } = lab
  const target = `/lab/tree/${name}?reset`
  if ('goto' in root && !('page' in root)) await root.goto(new URL(target, root.url()).href)
  else await root.evaluate((path) => (window.location.href = path), target)
  await expect.poll(() => root.url(), patience).toContain(name)
  await labIsReady(lab)
  await expect(root.locator('.jp-NotebookPanel:visible .jp-Cell').first()).toBeVisible(patience)
  await noDialogOfItsOwn(lab)
}

/** A server with kernels asks which one to take; the tests that need one take what it offers. */
async function noDialogOfItsOwn({ root }: JupyterLab): Promise<void> {
  const accept = root.locator('.jp-Dialog button.jp-mod-accept')
  if (await accept.isVisible()) await accept.click()
}

/** Runs the trusted notebook's only cell, as a person does, and gives what its script achieved. */
async function attackIn(lab: JupyterLab, target: Target): Promise<Outcome> {
  const { root, keyboard } = lab
  await openNotebook(lab, 'trusted.ipynb')
  await kernelIsIdle(lab)
  await root.locator('.jp-NotebookPanel:visible .jp-CodeCell .cm-content').first().click(patience)
  await keyboard.press('Shift+Enter')
  await root.waitForFunction(() => 'hostileReady' in window, undefined, patience)
  return await root.evaluate(async (given) => {
    const { hostileAttack } = window as unknown as { hostileAttack: (target: Target) => Promise<Outcome> }
    return await hostileAttack(given)
  }, target)
}
