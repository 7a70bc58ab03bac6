// Berth itself killed outright in the middle of a launch: the next one cleans up what was half made and adopts what runs.
import { once } from 'node:events'
import { expect, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { openDesktop } from '../app/desktop'
import { docker, forget } from '../app/docker'
import { downloads } from '../app/journey'
import { launchedInto, type Workstation } from '../app/workstation'
import { fault, faulty, takesItsRigDown, type Case } from './fault'

takesItsRigDown()

type Moment = { title: string; reached(page: Page, on: Workstation): Promise<void> }
type Killable = { page: Page; kill(): Promise<void>; close(): Promise<void> }

async function killable(on: Workstation, where: 'browser' | 'desktop'): Promise<Killable> {
  if (where === 'browser') {
    const app = await openBrowser(on)
    return { page: app.page, kill: () => app.stopServer('SIGKILL'), close: () => app.close() }
  }
  const app = await openDesktop(on)
  const { page, electron } = app
  return {
    page,
    kill: async () => {
      const gone = once(electron.process(), 'exit')
      electron.process().kill('SIGKILL')
      await gone
    },
    close: () => app.close(),
  }
}

async function killedAt(
  where: 'browser' | 'desktop',
  moment: Moment,
  seen: Case,
  afterwards: (page: Page, on: Workstation) => Promise<void>,
): Promise<void> {
  const on = await faulty()
  await forget(on.rig, on.rig.images.jupyterRemote)
  let app = await killable(on, where)
  try {
    await app.page.getByRole('button', { name: `Launch ${moment.title}` }).click()
    await moment.reached(app.page, on)
    await app.kill()
    if (where === 'browser') {
      seen.strikes()
      await seen.sees(app.page.getByText('The connection to Berth was lost. Connecting again…'), 5_000)
      await app.close()
    }
    app = await killable(on, where)
    seen.strikes()
    await seen.sees(app.page.getByRole('heading', { name: 'Launch', exact: true }), 20_000)
    await afterwards(app.page, on)
  } finally {
    await app.close()
    await on.clear()
  }
}

const whileDownloading: Moment = {
  title: 'JupyterLab 4 · to download',
  reached: (page) => downloads(page),
}

const onceTheContainerIsThere: Moment = {
  title: 'JupyterLab 4 · rig',
  reached: async (_page, on) => {
    await expect.poll(() => launchedInto(on.rig, on.project), { intervals: [20] }).toHaveLength(1)
  },
}

fault(
  'The window’s process killed during a download leaves nothing behind, and the next start is as if it had not begun',
  'the desktop app’s main process killed with SIGKILL while an image downloads, then opened again',
  async (seen) => {
    await killedAt('desktop', whileDownloading, seen, async (page, on) => {
      expect(await launchedInto(on.rig, on.project)).toEqual([])
      await expect(page.getByRole('button', { name: 'Launch JupyterLab 4 · to download' })).toBeEnabled()
    })
  },
)

fault(
  'A server killed once the container was there: the next one adopts it if it runs, else it is gone',
  '`berth serve` killed with SIGKILL as soon as the container of a launch was there, then started again',
  async (seen) => {
    await killedAt('browser', onceTheContainerIsThere, seen, async (page, on) => {
      const stateNow = () =>
        docker(on.rig, [
          ...['ps', '--all', '--format', '{{.State}}'],
          ...['--filter', `label=sh.berth.folder=${on.project}`],
        ])
      await expect.poll(stateNow, { timeout: 20_000 }).toMatch(/^(running)?$/)
      if ((await stateNow()) === '') return
      await page.getByRole('button', { name: /^Open Jupyter/ }).click()
      await expect(page.frameLocator('iframe').locator('#jp-main-dock-panel')).toBeVisible({
        timeout: 60_000,
      })
    })
  },
)
