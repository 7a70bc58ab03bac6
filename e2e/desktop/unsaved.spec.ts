// What was typed into a notebook and not saved is asked about before its page goes.
import { expect, test } from '@playwright/test'
import { openDesktop } from '../app/desktop'
import { removeAll } from '../app/launched'
import { labIsReady, newNotebook } from '../app/notebook'
import { workstation } from '../app/workstation'

test('reloading JupyterLab with unsaved changes asks, and does what was answered', async () => {
  const on = await workstation()
  const app = await openDesktop(on)
  try {
    await app.page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
    const lab = await app.lab()
    await labIsReady(lab)
    await newNotebook(lab)
    const cell = lab.root.locator('.jp-Notebook .jp-CodeCell .cm-content')
    await cell.first().click()
    await lab.keyboard.insertText('precious = 1')
    await answerWith(0)
    await app.page.getByRole('button', { name: 'Reload JupyterLab' }).click()
    await expect.poll(asked).toBe(1)
    await expect(cell.first()).toContainText('precious')
    await answerWith(1)
    await app.page.getByRole('button', { name: 'Reload JupyterLab' }).click()
    await expect.poll(asked).toBe(1)
    await labIsReady(lab)
    await expect(cell.first()).not.toContainText('precious')
  } finally {
    await app.close()
    await removeAll(on)
  }

  /** The person's answer, and how often it was given, kept in the main process. */
  async function answerWith(button: number): Promise<void> {
    await app.electron.evaluate(({ dialog }, answer) => {
      const counted = dialog as typeof dialog & { asked?: number }
      counted.asked = 0
      dialog.showMessageBoxSync = () => {
        counted.asked = (counted.asked ?? 0) + 1
        return answer
      }
    }, button)
  }
  function asked(): Promise<number> {
    return app.electron.evaluate(({ dialog }) => (dialog as typeof dialog & { asked?: number }).asked ?? 0)
  }
})
