import { expect, test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { labIsReady } from '../app/notebook'
import { workstation } from '../app/workstation'

test('berth serve ends at once although a notebook is open in a browser', async () => {
  const on = await workstation()
  const app = await openBrowser(on)
  try {
    await app.page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
    await labIsReady(await app.lab())
    const asked = Date.now()
    await app.stopServer()
    expect(Date.now() - asked).toBeLessThan(5_000)
  } finally {
    await app.close()
    await on.clear()
  }
})
