// What other tools do to containers while a person looks at them.
import { request } from 'node:http'
import { expect, test, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { docker } from '../app/docker'
import { goTo, theContainer } from '../app/journey'
import { labIsReady, newNotebook } from '../app/notebook'
import type { OpenApp } from '../app/open'
import { terminalOf } from '../app/terminal'
import { type Workstation } from '../app/workstation'
import { fault, faulty, takesItsRigDown } from './fault'

takesItsRigDown()

test.describe('another tool', () => {
  let on: Workstation
  let app: OpenApp

  test.beforeAll(async () => {
    on = await faulty()
    app = await openBrowser(on)
  })
  test.afterAll(async () => {
    await app.close()
    await on.clear()
  })

  fault(
    'A container removed under its terminal is said to be gone, and no exit is made up',
    '`docker rm --force` on a container with an open terminal',
    async (seen) => {
      const { page } = app
      await docker(on.rig, ['run', '--detach', '--name', 'talker', on.rig.images.tiny, 'sleep', '600'])
      await goTo(page, 'Containers')
      await page
        .getByRole('row', { name: /talker/ })
        .getByRole('button', { name: 'Terminal' })
        .click()
      await terminalOf(page).shows(/[#$] *$/m)
      await docker(on.rig, ['rm', '--force', 'talker'])
      seen.strikes()
      await seen.sees(page.getByText(/talker (was removed|is not there any more)/).first(), 5_000)
      await expect(page.getByText(/The shell ended|exit code/)).toHaveCount(0)
    },
  )

  fault(
    'A container removed under an open notebook is said to be gone, with the word that the files are not',
    '`docker rm --force` on an environment whose notebook is open',
    async (seen) => {
      const { page } = app
      await goTo(page, 'Launch')
      await page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
      const lab = await app.lab()
      await labIsReady(lab)
      await newNotebook(lab)
      await docker(on.rig, ['rm', '--force', '--volumes', await theContainer(on)])
      seen.strikes()
      await seen.sees(page.getByText(/was removed|is not there any more/).first(), 5_000)
      await seen.sees(
        page.getByText(/Files in the project folder are untouched|The project folder was not/).first(),
        5_000,
      )
      await goTo(page, 'Containers')
      await expect(page.getByText('No containers yet')).toBeVisible()
    },
  )

  fault(
    'A list that another tool changes all the time is right once it rests',
    '20 containers created, renamed, started, stopped and removed at the same time through the engine, for some seconds',
    async (seen) => {
      const { page } = app
      await goTo(page, 'Containers')
      seen.strikes()
      await Promise.all(Array.from({ length: 20 }, (_, index) => aLife(on, index)))
      const left = (await docker(on.rig, ['ps', '--all', '--format', '{{.Names}} {{.State}}']))
        .split('\n')
        .sort()
      expect(left).toHaveLength(10)
      await expect.poll(() => rowsOf(page), { timeout: 5_000 }).toEqual(left)
      await seen.sees(page.getByText('10 in all'), 60_000)
      await docker(on.rig, ['rm', '--force', ...left.map((line) => line.split(' ')[0] ?? '')])
      await expect(page.getByText('No containers yet')).toBeVisible()
    },
  )
})

/** Name and state of every row. */
async function rowsOf(page: Page): Promise<string[]> {
  const rows = await page.locator('.ct-table tbody tr').all()
  const read = rows.map(async (row) => {
    const [name = '', state = ''] = await row.getByRole('cell').allInnerTexts()
    return `${name.trim()} ${/Running/.test(state) ? 'running' : 'exited'}`
  })
  return (await Promise.all(read)).sort()
}

/** One of twenty: every second one is removed in the end, of the others every second one runs. */
async function aLife(on: Workstation, index: number): Promise<void> {
  const ask = (method: string, path: string, body?: object) => engineAnswers(on, method, path, body)
  await ask('POST', `/containers/create?name=storm-${index}`, {
    Image: on.rig.images.tiny,
    Cmd: ['sleep', '600'],
  })
  for (let turn = 0; turn < 3; turn += 1) {
    await ask(
      'POST',
      `/containers/storm-${index}${turn === 0 ? '' : `-${turn - 1}`}/rename?name=storm-${index}-${turn}`,
    )
    await ask('POST', `/containers/storm-${index}-${turn}/start`)
    await ask('POST', `/containers/storm-${index}-${turn}/stop?t=0`)
  }
  if (index % 4 === 0) await ask('POST', `/containers/storm-${index}-2/start`)
  if (index % 2 === 1) await ask('DELETE', `/containers/storm-${index}-2?force=1`)
}

async function engineAnswers(
  { rig }: Workstation,
  method: string,
  path: string,
  body?: object,
): Promise<void> {
  const socketPath = rig.dockerHost.replace('unix://', '')
  await new Promise<void>((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' }
    const asked = request({ socketPath, method, path, headers }, (reply) => {
      reply.resume()
      reply.on('end', () => {
        const status = reply.statusCode ?? 0
        if (status < 400) resolve()
        else reject(new Error(`${method} ${path}: ${status}`))
      })
    })
    asked.on('error', reject)
    asked.end(body === undefined ? '' : JSON.stringify(body))
  })
}
