// Drives JupyterLab as a person does, wherever it is shown: a webview's page, or a frame inside the app's page.
import { expect, type Frame, type Keyboard, type Page } from '@playwright/test'

export type JupyterLab = { root: Page | Frame; keyboard: Keyboard }

const patience = { timeout: 60_000 }

/** Waits until the launcher or a document is there to be worked with. */
export async function labIsReady({ root }: JupyterLab): Promise<void> {
  await expect(root.locator('#jp-main-dock-panel')).toBeVisible(patience)
  await expect(root.locator('#jupyterlab-splash')).toHaveCount(0, patience)
}

/** Opens a new notebook with the first Python kernel of the launcher, and waits until that kernel is idle. */
export async function newNotebook(lab: JupyterLab): Promise<void> {
  const { root } = lab
  await root.locator('.jp-LauncherCard[data-category="Notebook"]').first().click(patience)
  await expect(root.locator('.jp-NotebookPanel .jp-Cell').first()).toBeVisible(patience)
  await kernelIsIdle(lab)
}

export async function kernelIsIdle({ root }: JupyterLab): Promise<void> {
  // The status bar speaks of the connected kernel; the toolbar's circle is already "idle" before that.
  await expect(root.locator('#jp-bottom-panel')).toContainText(/\| Idle/, patience)
}

/** Types `code` into the last cell, runs it and gives what it printed. */
export async function runCell(lab: JupyterLab, code: string): Promise<string> {
  const { root, keyboard } = lab
  const cells = root.locator('.jp-Notebook .jp-CodeCell')
  const cell = cells.last()
  const index = (await cells.count()) - 1
  await cell.locator('.cm-content').click(patience)
  await keyboard.insertText(code)
  await keyboard.press('Shift+Enter')
  const ran = cells.nth(index)
  await expect(ran.locator('.jp-InputPrompt').first()).toHaveText(/\[\d+\]:/, patience)
  return (await ran.locator('.jp-OutputArea-output').allInnerTexts()).join('\n')
}

/** Saves the open document and waits until JupyterLab no longer calls it unsaved. */
export async function save({ root, keyboard }: JupyterLab): Promise<void> {
  await keyboard.press('Control+s')
  const rename = root.locator('.jp-Dialog button.jp-mod-accept')
  const clean = root.locator('.lm-DockPanel-tabBar .jp-mod-current:not(.jp-mod-dirty)')
  await expect(rename.or(clean).first()).toBeVisible(patience)
  if (await rename.isVisible()) await rename.click()
  await expect(clean.first()).toBeVisible(patience)
}
