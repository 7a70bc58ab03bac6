// An engine that dies, hangs, starts anew or was never there, with everything in flight that a person may have in flight.
import { expect, test, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { docker, forget } from '../app/docker'
import { downloads, goTo } from '../app/journey'
import type { OpenApp } from '../app/open'
import { terminalOf } from '../app/terminal'
import { launchedInto, type Workstation } from '../app/workstation'
import { fault, faulty, takesItsRigDown, type Case } from './fault'

/** The promise: a lost engine is told within this time. */
const told = 2_000
/** And nothing hangs for longer. */
const ended = 5_000

takesItsRigDown()

const tabOf = (page: Page) => page.getByRole('group', { name: 'Open environments' })
const panel = (page: Page, what: 'Terminal' | 'Logs') =>
  page.getByRole('group', { name: 'Panel' }).getByRole('button', { name: what }).click()

test.describe('an engine that is lost', () => {
  let on: Workstation
  let app: OpenApp

  test.beforeAll(async () => {
    on = await faulty()
    app = await openBrowser(on)
  })
  test.afterAll(async () => {
    await on.rig.startEngine()
    await app.close()
    await docker(on.rig, ['rm', '--force', 'talker'])
    await on.clear()
  })

  const engineIsBack = () =>
    expect(app.page.getByText('Docker 20.10').first()).toBeVisible({ timeout: 20_000 })

  /** A container that talks, with a terminal and its log open, and a download under way. */
  async function everythingInFlight(page: Page): Promise<void> {
    await page.reload()
    await docker(on.rig, ['rm', '--force', 'talker'])
    await forget(on.rig, on.rig.images.jupyterRemote)
    // One that ignores TERM keeps a starting engine, which ends what it finds, for ten seconds.
    const talk = 'trap "exit 0" TERM; while :; do echo tick; sleep 0.2; done'
    await docker(on.rig, ['run', '--detach', '--name', 'talker', on.rig.images.tiny, 'sh', '-c', talk])
    await goTo(page, 'Containers')
    await page
      .getByRole('row', { name: /talker/ })
      .getByRole('button', { name: 'Terminal' })
      .click()
    const terminal = terminalOf(page)
    await terminal.shows(/[#$] *$/m)
    await terminal.run('echo be""fore')
    await terminal.shows(/^before$/m)
    await panel(page, 'Logs')
    await expect(page.getByText('tick').first()).toBeVisible()
    await goTo(page, 'Launch')
    await page.getByRole('button', { name: 'Launch JupyterLab 4 · to download' }).click()
    await downloads(page)
  }

  /** After the engine went: the launch failed, the shell is lost and has not exited. */
  async function everythingEnded(page: Page, seen: Case): Promise<void> {
    await seen.sees(page.getByText(/could not be launched/).first(), ended)
    await tabOf(page).getByTitle('talker').click()
    await seen.sees(page.getByText('The connection to the engine is lost. The log goes on by itself.'), ended)
    await panel(page, 'Terminal')
    await seen.sees(page.getByText('The container engine was lost, and with it this shell.'), ended)
    await expect(page.getByText(/The shell ended|exit code 0|exited \(0\)/i)).toHaveCount(0)
    await terminalOf(page).shows(/^before$/m)
  }

  async function closeTheTab(page: Page): Promise<void> {
    await tabOf(page).getByRole('button', { name: 'Close talker' }).click()
  }

  fault(
    'An engine that is killed is told within two seconds, and nothing hangs or claims to have exited',
    'dockerd killed with SIGKILL under a download, a terminal and a running container',
    async (seen) => {
      const { page } = app
      await everythingInFlight(page)
      await on.rig.stopEngine('kill')
      seen.strikes()
      await seen.sees(page.getByRole('button', { name: 'No container engine' }), told)
      await everythingEnded(page, seen)
      await on.rig.startEngine()
      await engineIsBack()
      await closeTheTab(page)
    },
  )

  fault(
    'A download that an engine took with it goes on when it is tried again',
    'the launch of the killed download tried again with one click, once dockerd was back',
    async (seen) => {
      const { page } = app
      await goTo(page, 'Launch')
      await page.getByRole('button', { name: 'Launch JupyterLab 4 · to download' }).click()
      seen.strikes()
      await seen.sees(page.getByText(/layers? (is|are) here already/).first(), 30_000)
      await expect(page.locator('iframe')).toBeVisible({ timeout: 90_000 })
      expect(await launchedInto(on.rig, on.project)).toHaveLength(1)
      await docker(on.rig, ['rm', '--force', '--volumes', ...(await launchedInto(on.rig, on.project))])
    },
  )

  fault(
    'An engine that hangs is told within two seconds, and nothing waits for it',
    'dockerd stopped with SIGSTOP under a download, a terminal and a running container',
    async (seen) => {
      const { page } = app
      await everythingInFlight(page)
      await on.rig.stopEngine('freeze')
      seen.strikes()
      await seen.sees(page.getByRole('button', { name: 'No container engine' }), told + 500)
      await everythingEnded(page, seen)
      await on.rig.startEngine()
      await engineIsBack()
      await closeTheTab(page)
    },
  )

  fault(
    'An engine that is restarted in good order is told, and what ran is read again by itself',
    'dockerd ended with SIGTERM and started again under a download, a terminal and a running container',
    async (seen) => {
      const { page } = app
      await everythingInFlight(page)
      seen.strikes()
      const restarted = on.rig.stopEngine('term').then(() => on.rig.startEngine())
      await seen.sees(page.getByText(/could not be launched/).first(), 15_000)
      await restarted
      await engineIsBack()
      await tabOf(page).getByTitle('talker').click()
      await seen.sees(
        page.getByText('The container has stopped. Its log goes on here when it starts again.'),
        30_000,
      )
      await panel(page, 'Terminal')
      await seen.sees(
        page.getByText(/talker stopped|The container engine was lost, and with it this shell/),
        30_000,
      )
      await expect(page.getByText(/The shell ended|exit code 0/i)).toHaveCount(0)
      await closeTheTab(page)
      await goTo(page, 'Containers')
      await expect(page.getByRole('row', { name: /talker/ })).toContainText(/Stopped/)
    },
  )

  fault(
    'An engine that is killed while it makes the container is told, and nothing half made stays',
    'dockerd killed with SIGKILL as soon as the container of a launch was there',
    async (seen) => {
      const { page } = app
      await page.reload()
      await goTo(page, 'Launch')
      await page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
      await expect.poll(() => launchedInto(on.rig, on.project), { intervals: [20] }).toHaveLength(1)
      await on.rig.stopEngine('kill')
      seen.strikes()
      await seen.sees(page.getByRole('button', { name: 'No container engine' }), told)
      await seen.sees(page.getByText(/could not be launched/).first(), ended)
      await on.rig.startEngine()
      await engineIsBack()
      await expect.poll(() => launchedInto(on.rig, on.project), { timeout: 30_000 }).toEqual([])
    },
  )
})

fault(
  'An engine that is not there at the start is named, and the app is whole once it comes',
  'Berth opened while no dockerd runs, then dockerd started',
  async (seen) => {
    const on = await faulty()
    await on.rig.stopEngine('kill')
    const app = await openBrowser(on)
    try {
      seen.strikes()
      await seen.sees(app.page.getByRole('heading', { name: 'No container engine answers' }), ended)
      await on.rig.startEngine()
      seen.strikes()
      await seen.sees(app.page.getByRole('button', { name: /^Docker 20\.10/ }), 15_000)
      await expect(app.page.getByRole('heading', { name: 'Launch', exact: true })).toBeVisible()
    } finally {
      await on.rig.startEngine()
      await app.close()
      await on.clear()
    }
  },
)
