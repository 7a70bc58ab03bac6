// The main job, as a person does it: the same steps in the desktop app and in a browser.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { docker, forget } from './docker'
import { kernelIsIdle, labIsReady, newNotebook, runCell, save, type JupyterLab } from './notebook'
import type { OpenApp } from './open'
import { launchedInto, owner, workstation, type Workstation } from './workstation'

export async function chooseCard(page: Page, index: number): Promise<string> {
  const chips = page.getByRole('group', { name: 'GPUs' }).or(page.getByRole('toolbar', { name: 'GPUs' }))
  const chip = chips.getByRole('button', { name: `GPU ${index} ` })
  await chip.click()
  await expect(chip).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText(`Will use GPU ${index}`)).toBeVisible()
  return `GPU ${index}`
}

/** Presses Launch on an entry that is not here yet and watches its download, layer by layer. */
export async function launchWithDownload(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: `Launch ${title}` }).click()
  await expect(page.getByRole('heading', { name: `Launching ${title}` })).toBeVisible()
  await expect(
    page
      .getByRole('listitem')
      .filter({ has: page.getByRole('progressbar') })
      .first(),
  ).toBeVisible({
    timeout: 30_000,
  })
  await downloads(page)
}

/** The figures of a download move: some bytes of a known total were there before the end. Those of the cards' memory stand elsewhere. */
export async function downloads(page: Page): Promise<void> {
  const figures = page.getByRole('main').getByText(/\d+(\.\d+)? .B of \d+(\.\d+)? .B/)
  await expect(figures.first()).toBeVisible({ timeout: 30_000 })
}

/** The only container that was launched into the workstation's project folder. */
export async function theContainer(on: Workstation): Promise<string> {
  const ids = await launchedInto(on.rig, on.project)
  expect(ids).toHaveLength(1)
  return ids[0] ?? ''
}

/** UUIDs of the cards that a notebook sees, by its own nvidia-smi. */
export async function cardsInNotebook(lab: JupyterLab): Promise<string[]> {
  const printed = await runCell(lab, '!nvidia-smi -L')
  return [...printed.matchAll(/UUID: (GPU-[0-9a-f-]+)/g)].map((match) => match[1] ?? '')
}

export async function writesANotebook(lab: JupyterLab, on: Workstation): Promise<string[]> {
  await labIsReady(lab)
  await newNotebook(lab)
  const cards = await cardsInNotebook(lab)
  await runCell(lab, "open('/workspace/written.txt', 'w').write('from the notebook')")
  await save(lab)
  for (const name of ['written.txt', 'Untitled.ipynb']) {
    const { uid, gid } = await stat(join(on.project, name))
    expect({ name, uid, gid }).toEqual({ name, ...owner })
  }
  return cards
}

/** The desktop app comes back to where it was; a new browser finds the environment among the running ones. */
export async function returnsToTheEnvironment(page: Page): Promise<void> {
  const there = page.getByRole('button', { name: 'Reload JupyterLab' })
  const running = page.getByRole('button', { name: /^Open Jupyter/ })
  await expect(there.or(running).first()).toBeVisible({ timeout: 30_000 })
  if (!(await there.isVisible())) await running.first().click()
}

/** The notebook of before is still open, its kernel still there, and it answers. */
export async function findsTheNotebookAgain(lab: JupyterLab): Promise<void> {
  await labIsReady(lab)
  await expect(lab.root.locator('.lm-TabBar-tabLabel', { hasText: 'Untitled.ipynb' })).toBeVisible()
  await expect(lab.root.locator('.jp-OutputArea-output').first()).toContainText('GPU-')
  await kernelIsIdle(lab)
  expect(await runCell(lab, 'print(6 * 7)')).toContain('42')
}

/** Opens a terminal below JupyterLab and gives what is on its screen after `command`. */
export async function terminalShows(page: Page, command: string, expected: RegExp): Promise<string> {
  const show = page.getByRole('button', { name: 'Show the terminal' })
  if (await show.isVisible()) await show.click()
  const screen = page.locator('.xterm').last()
  await expect(screen).toBeVisible({ timeout: 20_000 })
  await expect(screen.locator('.xterm-rows')).toContainText(/[$#]/, { timeout: 20_000 })
  await screen.locator('textarea').focus()
  await page.keyboard.insertText(command)
  await page.keyboard.press('Enter')
  await expect(screen.locator('.xterm-rows')).toContainText(expected, { timeout: 20_000 })
  return (await screen.locator('.xterm-rows > div').allInnerTexts()).join('\n')
}

export async function goTo(page: Page, room: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Rooms' })
    .getByRole('button', { name: new RegExp(`^${room}`) })
    .click()
}

export async function removesTheContainer(page: Page, on: Workstation): Promise<void> {
  const id = await theContainer(on)
  const name = (await docker(on.rig, ['inspect', '--format', '{{.Name}}', id])).replace('/', '')
  await goTo(page, 'Containers')
  await page.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText(on.project)
  await dialog.getByRole('button', { name: /^Remove/ }).click()
  await expect.poll(() => launchedInto(on.rig, on.project), { timeout: 20_000 }).toEqual([])
  const left = await docker(on.rig, ['volume', 'ls', '--quiet', '--filter', 'label=sh.berth.version'])
  expect(left).toBe('')
  await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(0)
}

/** Its width is the one that programs are told, and wide characters arrive whole. */
export async function terminalIsRight(page: Page): Promise<void> {
  const rows = await terminalShows(
    page,
    // As many letters as there are columns fill one row exactly when both sides agree on the width.
    `clear; printf 'x%.0s' $(seq $(tput cols)); echo END; tput cols; echo 中文 🚀 intact`,
    /中文 🚀 intact\s*\S*[$#]/,
  )
  const lines = rows.split('\n').map((line) => line.replaceAll('\u00a0', ' ').trimEnd())
  const end = lines.indexOf('END')
  expect(end).toBe(1)
  expect(lines[0]).toMatch(/^x+$/)
  expect(lines[0]?.length).toBe(Number(lines[2]))
  expect(Number(lines[2])).not.toBe(80)
}

/** From a fresh profile to a notebook on the chosen card, and back to nothing. */
export async function theMainJob(open: (on: Workstation) => Promise<OpenApp>): Promise<void> {
  const on = await workstation()
  await forget(on.rig, on.rig.images.jupyterRemote)
  let app = await open(on)
  try {
    await chooseCard(app.page, 1)
    await launchWithDownload(app.page, 'JupyterLab 4 · to download')
    const lab = await app.lab()
    await labIsReady(lab)
    const asked = await docker(on.rig, [
      'inspect',
      '--format',
      '{{range .HostConfig.DeviceRequests}}{{join .DeviceIDs ","}}{{end}}',
      await theContainer(on),
    ])
    const seen = await writesANotebook(lab, on)
    expect(seen).toEqual([asked])

    await terminalIsRight(app.page)

    await app.close()
    app = await open(on)
    await returnsToTheEnvironment(app.page)
    await findsTheNotebookAgain(await app.lab())
    await removesTheContainer(app.page, on)
  } finally {
    await app.close()
    await on.clear()
  }
}
