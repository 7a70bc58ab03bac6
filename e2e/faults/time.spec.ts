// A clock that is set while Berth runs, and a machine that sleeps.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { docker } from '../app/docker'
import { goTo } from '../app/journey'
import { execute, openNotebook } from '../app/kernels'
import { launched, removeAll } from '../app/launched'
import { terminalOf } from '../app/terminal'
import type { Workstation } from '../app/workstation'
import { fault, faulty, takesItsRigDown } from './fault'

takesItsRigDown()

const day = 24 * 3600_000

test.describe('time', () => {
  let on: Workstation
  let app: Awaited<ReturnType<typeof openBrowser>>
  let clock = ''
  const leaving: (() => void)[] = []

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    on = await faulty()
    // An idle kernel that holds memory: what a jump of the clock must not take for a day of idleness.
    const { server } = await launched(on, 'vision', 0)
    const kernel = await openNotebook(server, 'explore.ipynb')
    const held = await execute(server, kernel, 'import berth_sim; berth_sim.hold(9000)')
    leaving.push(held.close)
    await held.ended
    clock = join(on.profile, '..', 'clock')
    const preload = join(import.meta.dirname, 'clock-that-jumps.cjs')
    app = await openBrowser({
      ...on,
      env: { ...on.env, BERTH_FAULT_CLOCK: clock, NODE_OPTIONS: `--require ${preload}` },
    })
    await goTo(app.page, 'GPUs')
    await expect(app.page.getByRole('row', { name: /explore\.ipynb/ })).toBeVisible({ timeout: 30_000 })
  })
  test.afterAll(async () => {
    for (const leave of leaving) leave()
    await app.close()
    await removeAll(on)
  })

  const bell = () => app.page.locator('.alert-bell')

  /** The figures of the cards move on, and nobody was told of anything. */
  async function goesOnQuietly(): Promise<string> {
    const { page } = app
    await expect(page.getByRole('row', { name: /explore\.ipynb/ })).toBeVisible({ timeout: 15_000 })
    await expect(page.getByRole('heading', { name: /^GPU [01]/ })).toHaveCount(2)
    await expect(page.getByRole('region', { name: 'Notifications' }).locator('.ui-toast')).toHaveCount(0)
    return bell().innerText()
  }

  fault(
    'A clock that is set a day forward makes no alert, and everything goes on',
    'the clock of Berth set 24 hours forward while an idle notebook holds memory',
    async (seen) => {
      const before = await goesOnQuietly()
      await writeFile(clock, String(day))
      seen.strikes()
      // The alerts look every five seconds.
      await pause(7_000)
      expect(await goesOnQuietly()).toBe(before)
      seen.saw('the cards and their holder as before, and no alert')
    },
  )

  fault(
    'A clock that is set a day back makes no alert, and everything goes on',
    'the clock of Berth set 24 hours back again',
    async (seen) => {
      const before = await goesOnQuietly()
      await writeFile(clock, '0')
      seen.strikes()
      await pause(7_000)
      expect(await goesOnQuietly()).toBe(before)
      seen.saw('the cards and their holder as before, and no alert')
    },
  )

  fault(
    'A machine that slept is looked at anew when it wakes: lists, figures and terminals, without an alert',
    'Berth stopped with SIGSTOP for five seconds while a container was started beside it, then SIGCONT',
    async (seen) => {
      const { page } = app
      await goTo(page, 'Containers')
      await page
        .getByRole('row', { name: /vision/ })
        .getByRole('button', { name: 'Terminal' })
        .click()
      const terminal = terminalOf(page)
      await terminal.shows(/[#$] *$/m)
      await goTo(page, 'Containers')
      process.kill(app.serverPid, 'SIGSTOP')
      await docker(on.rig, ['run', '--detach', '--name', 'sleeper', on.rig.images.tiny, 'sleep', '600'])
      await pause(5_000)
      process.kill(app.serverPid, 'SIGCONT')
      seen.strikes()
      await seen.sees(
        page
          .getByRole('row', { name: /sleeper/ })
          .getByText('sleeper')
          .first(),
        10_000,
      )
      await goTo(page, 'GPUs')
      await goesOnQuietly()
      await page.getByRole('group', { name: 'Open environments' }).getByTitle('vision').click()
      await terminalOf(page).run('echo a""wake')
      await terminalOf(page).shows(/^awake$/m)
      await docker(on.rig, ['rm', '--force', 'sleeper'])
    },
  )
})
