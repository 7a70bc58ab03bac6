// Searching a log by an expression, in the window and in a browser.
import { expect } from '@playwright/test'
import { docker } from './docker'
import { goTo } from './journey'
import type { OpenApp } from './open'
import { workstation, type Workstation } from './workstation'

const name = 'berth-search-test'
/** Thirty letters and one that is another: a pattern that repeats a repetition tries a thousand million ways through it. */
const trap = `${'a'.repeat(30)}!`

export async function searchWithExpressions(open: (on: Workstation) => Promise<OpenApp>): Promise<void> {
  const on = await workstation()
  try {
    const script = `echo ${trap}; i=0; while :; do i=$((i+1)); echo "tick $i"; sleep 0.2; done`
    await docker(on.rig, ['run', '--detach', '--rm', '--name', name, on.rig.images.tiny, 'sh', '-c', script])
    const app = await open(on)
    try {
      const { page } = app
      await goTo(page, 'Containers')
      await page
        .getByRole('row', { name: new RegExp(name) })
        .getByRole('button', { name: 'Terminal' })
        .click()
      await page.getByRole('group', { name: 'Panel' }).getByRole('button', { name: 'Logs' }).click()
      const newest = async () => Number(/\d+/.exec(await page.locator('[data-line]').last().innerText())?.[0])
      const find = page.getByRole('searchbox', { name: 'Find in the log' })
      await expect(page.getByText(trap)).toBeVisible()
      await page.getByRole('button', { name: 'Regular expression' }).click()

      await find.fill('^tick \\d+$')
      await expect(page.locator('.log-count')).toHaveText(/^– of \d+$/)
      await expect(page.locator('mark', { hasText: /^tick \d+$/ }).first()).toBeVisible()

      await find.fill('(a+)+$')
      await expect(page.getByRole('status').filter({ hasText: 'takes too long' })).toBeVisible()
      const seen = await newest()
      await expect.poll(newest).toBeGreaterThan(seen + 5)

      await find.fill('a{30}!')
      await expect(page.locator('mark', { hasText: trap })).toBeVisible()
    } finally {
      await app.close()
    }
  } finally {
    await docker(on.rig, ['rm', '--force', '--volumes', name])
    await on.clear()
  }
}
