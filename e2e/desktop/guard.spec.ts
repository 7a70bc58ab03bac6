// What would give the machine away is asked in a dialog of the system's own, which no page can draw over or answer.
import { expect, test } from '@playwright/test'
import { openDesktop } from '../app/desktop'
import { removeAll } from '../app/launched'
import { launchedInto, workstation } from '../app/workstation'

type Asked = { message: string; detail: string; buttons: string[]; defaultId: number; cancelId: number }

test('a launch that mounts /etc asks with its real name; Cancel starts nothing, and a yes mounts it', async () => {
  const on = await workstation()
  const app = await openDesktop(on)
  try {
    await app.page.getByRole('button', { name: 'More options' }).first().click()
    await app.page.getByRole('button', { name: 'Add a mount' }).click()
    await app.page.getByLabel('Folder on this machine').fill('/usr/../etc/')
    await app.page.getByLabel('Path in the container').fill('/given')
    await app.page.getByRole('button', { name: 'Done' }).click()
    const launch = app.page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' })

    await answerWith(0)
    await launch.click()
    await expect.poll(async () => (await asked()).length).toBe(1)
    const [question] = await asked()
    expect(question?.detail).toContain('/etc (for reading only)\nThe system itself')
    expect(question).toMatchObject({ buttons: ['Cancel', 'Mount it'], defaultId: 0, cancelId: 0 })
    await expect(app.page.getByText('You did not agree to mounting /etc.').first()).toBeVisible()
    expect(await launchedInto(on.rig, on.project)).toEqual([])

    await answerWith(1)
    await launch.click()
    await expect
      .poll(async () => (await launchedInto(on.rig, on.project)).length, { timeout: 60_000 })
      .toBe(1)
  } finally {
    await app.close()
    await removeAll(on)
  }

  /** The person's answer, and what was asked, kept in the main process. */
  async function answerWith(button: number): Promise<void> {
    await app.electron.evaluate(({ dialog }, response) => {
      const stubbed = dialog as typeof dialog & { questions?: unknown[] }
      stubbed.questions = []
      dialog.showMessageBox = (...about: unknown[]) => {
        stubbed.questions?.push(about.at(-1))
        return Promise.resolve({ response, checkboxChecked: false })
      }
    }, button)
  }
  function asked(): Promise<Asked[]> {
    return app.electron.evaluate(
      ({ dialog }) => (dialog as typeof dialog & { questions?: Asked[] }).questions ?? [],
    )
  }
})
