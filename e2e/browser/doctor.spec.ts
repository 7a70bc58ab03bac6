// The doctor's room in a browser, on a real engine: a cause is named, its fix shown, agreed to, applied, and looked at again.
import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { workstation } from '../app/workstation'
import { attach } from '../rig'

const rigName = 'doctor-room'

test.afterAll(async () => {
  await (await attach(rigName))?.down()
})

test('a toolkit that the engine does not know is named, registered on request after its commands were shown, and green after', async () => {
  test.setTimeout(300_000)
  const on = await workstation({ rigName })
  await on.rig.setToolkit('absent')
  await on.rig.stopEngine('term')
  await on.rig.startEngine()
  const app = await openBrowser(on)
  const { page } = app
  try {
    await page.getByRole('navigation').getByRole('button', { name: 'Doctor' }).click()
    const missing = page.getByRole('article', { name: 'The NVIDIA Container Toolkit is not installed' })
    await expect(missing).toBeVisible({ timeout: 60_000 })
    await expect(missing).toContainText('nvidia-container-toolkit')
    await expect(page.getByRole('status').first()).toContainText('1 problem')

    await on.rig.setToolkit('whole')
    await page.getByRole('button', { name: 'Check again', exact: true }).first().click()
    const unknown = page.getByRole('article', {
      name: 'The toolkit is installed, and the engine does not know it',
    })
    await expect(unknown).toBeVisible({ timeout: 60_000 })
    await unknown.getByRole('button', { name: /^Apply/ }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Register the toolkit and restart the engine' })
    await expect(dialog).toContainText('systemctl restart docker')
    await dialog.getByRole('button', { name: 'Run these 2 commands' }).click()
    await expect(page.getByText('Done. The check was made again.')).toBeVisible({ timeout: 90_000 })
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await expect(unknown).toBeHidden()
    await expect(page.getByRole('article').filter({ hasText: 'Problem' })).toHaveCount(0, { timeout: 60_000 })
  } finally {
    await app.close()
    await on.clear()
  }
})

test('without an engine the doctor is the first screen; its bundle holds no secret and is saved as it was seen', async () => {
  test.setTimeout(240_000)
  const on = await workstation({ rigName })
  const nowhere = 'tcp://me:hunter2@127.0.0.1:9'
  const app = await openBrowser({ ...on, env: { ...on.env, DOCKER_HOST: nowhere } })
  const { page } = app
  try {
    await expect(page.getByRole('heading', { name: 'Doctor', level: 1 })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('heading', { name: 'No container engine answers' })).toBeVisible()
    await expect(page.getByRole('article').first()).toContainText('Problem', { timeout: 60_000 })
    await page.getByRole('button', { name: 'Diagnostic bundle…' }).click()
    const box = page.getByRole('textbox', { name: 'Text of the bundle' })
    await expect(box).toHaveValue(/== Doctor\n\[problem\] engine/, { timeout: 60_000 })
    const seen = await box.inputValue()
    expect(seen).not.toContain('hunter2')
    expect(seen).not.toMatch(/token=[A-Za-z0-9]/)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save…' }).click()
    expect(await readFile(await (await download).path(), 'utf8')).toBe(seen)
  } finally {
    await app.close()
    await on.clear()
  }
})
