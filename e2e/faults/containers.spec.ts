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
import { openCrowd } from './crowd'
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

/** What the page may work at a stretch, in milliseconds; most take a tenth. */
const longestWork = 100

fault(
  'A thousand containers in a storm of events: the window stays quick, and the list is right afterwards',
  '1,000 containers of which 200 a second start, stop or are renamed while somebody scrolls (an engine’s stand-in: a real one on a small machine is too slow)',
  async (seen) => {
    const on = await faulty()
    const crowd = await openCrowd(1000)
    const app = await openBrowser({ ...on, env: { ...on.env, DOCKER_HOST: crowd.dockerHost } })
    try {
      const { page } = app
      await goTo(page, 'Containers')
      await expect(page.getByText('1,000 in all')).toBeVisible()
      const work = await workOf(page)
      const end = crowd.storm(200)
      seen.strikes()
      const frames = await scrolledFor(page, 6_000)
      end()
      await page.getByRole('radio', { name: /^Running/ }).click()
      await seen.sees(page.getByText(`${crowd.running()} of 1,000`), 60_000)
      const longest = await work.longest()
      seen.saw(
        `${frames} frames; the longest stretch of work took ${Math.round(longest)} ms of the processor`,
      )
      expect(frames).toBeGreaterThan(30)
      expect(longest).toBeLessThan(longestWork)
    } finally {
      await app.close()
      await crowd.close()
      await on.clear()
    }
  },
)

type TraceEvent = { name: string; pid: number; tid: number; tdur?: number; args?: { name?: string } }

/** Of the page's main thread, by the thread's own clock: what else a busy machine does between two frames is not the page's. */
async function workOf(page: Page): Promise<{ longest(): Promise<number> }> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('The page has no browser of its own')
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  return {
    longest: async () => {
      const text = (await browser.stopTracing()).toString('utf8')
      // Tens of thousands, and Chromium's own: they are not looked at one by one.
      const { traceEvents } = JSON.parse(text) as { traceEvents: TraceEvent[] }
      const mains = new Set(
        traceEvents
          .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
          .map(({ pid, tid }) => `${pid} ${tid}`),
      )
      const tasks = traceEvents.filter(
        ({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${pid} ${tid}`),
      )
      expect(tasks.length).toBeGreaterThan(100)
      return tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur), 0) / 1000
    },
  }
}

async function scrolledFor(page: Page, milliseconds: number): Promise<number> {
  return page.evaluate(async (milliseconds) => {
    const scroller = document.querySelector('.ct-scroll')
    const began = performance.now()
    let frames = 0
    while (performance.now() - began < milliseconds) {
      await new Promise(requestAnimationFrame)
      scroller?.scrollBy(0, 40)
      frames += 1
    }
    return frames
  }, milliseconds)
}
