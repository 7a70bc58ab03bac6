// How long the tail of a 500 MB log takes: until its last line has arrived, and until it is drawn in Chromium.
import { setTimeout as pause } from 'node:timers/promises'
import { expect, type Page } from '@playwright/test'
import { createContainers } from '../../electron/containers'
import { createEngine } from '../../electron/engine'
import { createStreamRegistry } from '../../electron/streams'
import { inProcessCarriers, openSink } from '../../shared/bytes'
import { openBrowser } from '../app/browser'
import { docker } from '../app/docker'
import { goTo } from '../app/journey'
import { workstation, type Workstation } from '../app/workstation'
import { buildIfStale } from '../machine'
import { median, oneMB, rounded } from './figures'

const logBytes = 500 * oneMB
const rounds = 9
/** As many lines as the screen asks for first (`firstTail` of the logs' session). */
const tail = 2000
const mostTailMs = 100
const name = 'berth-bench-logs'
const last = 'the last line of all'

export async function run() {
  await buildIfStale(AbortSignal.timeout(5 * 60_000))
  const on = await workstation()
  try {
    const id = await writeLog(on)
    const arrivedMs = median(await arrivals(on, id))
    const drawnMs = median(await drawings(on))
    return {
      ...{
        logBytes,
        tail,
        rounds,
        arrivedMs: rounded(arrivedMs, 1),
        drawnMs: rounded(drawnMs, 1),
        mostTailMs,
      },
      ok: arrivedMs <= mostTailMs && drawnMs <= mostTailMs,
    }
  } finally {
    await docker(on.rig, ['rm', '--force', '--volumes', name]).catch(() => '')
    await on.clear()
  }
}

/** Lines of 100 bytes, as a training writes them, until there are enough. */
async function writeLog(on: Workstation): Promise<string> {
  const line =
    'epoch 12 step 004512 loss 0.31415926 acc 0.8732 lr 3.0e-4 gpu 0 mem 61.2 GB 412 img/s eta 1:02:33 ok'
  const script = `yes '${line}' | head -c ${logBytes}; echo; echo ${last}; exec sleep infinity`
  await docker(on.rig, ['rm', '--force', name]).catch(() => '')
  const id = await docker(on.rig, [
    'run',
    '--detach',
    '--name',
    name,
    on.rig.images.plain,
    'sh',
    '-c',
    script,
  ])
  const written = () => docker(on.rig, ['logs', '--tail', '1', name])
  await expect.poll(written, { timeout: 300_000, intervals: [1000] }).toBe(last)
  return id
}

/** Milliseconds from the question to the last line, in the process that holds the services. */
async function arrivals(on: Workstation, id: string): Promise<number[]> {
  const log = () => undefined
  const engine = createEngine({
    address: () => '',
    env: { ...process.env, ...on.env },
    home: '/nowhere',
    log,
  })
  const streams = createStreamRegistry({ log })
  const room = createContainers({ engine, streams, log })
  const took: number[] = []
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const since = performance.now()
      const { stream } = await room.openLogs(id, { tail, follow: true, timestamps: true })
      await new Promise<void>((resolve) => {
        const [near, far] = inProcessCarriers()
        const sink = openSink(far, {
          onBytes: (bytes, used) => {
            used(bytes.length)
            if (!Buffer.from(bytes).includes(last)) return
            sink.close()
            resolve()
          },
          onEnd: () => undefined,
        })
        streams.connect(stream, near)
      })
      // The first warms caches and connections.
      if (round > 0) took.push(performance.now() - since)
    }
  } finally {
    await room.dispose()
    await engine.dispose()
  }
  return took
}

/** Milliseconds from the click on the tab to the frame that shows the last line. */
async function drawings(on: Workstation): Promise<number[]> {
  const app = await openBrowser(on)
  const { page } = app
  const took: number[] = []
  try {
    await goTo(page, 'Containers')
    await page.getByRole('button', { name: `More for ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Details' }).click()
    const drawer = page.getByRole('dialog')
    for (let round = 0; round <= rounds; round += 1) {
      await drawer.getByRole('tab', { name: 'Details' }).click()
      await expect(page.getByText(last)).toHaveCount(0)
      await pause(300)
      const one = await fromClick(page)
      if (round > 0) took.push(one)
    }
  } finally {
    await app.close()
  }
  return took
}

function fromClick(page: Page): Promise<number> {
  return page.evaluate(async (wanted) => {
    const tab = [...document.querySelectorAll<HTMLElement>('[role=dialog] [role=tab]')].find(
      ({ textContent }) => textContent === 'Logs',
    )
    if (tab === undefined) throw new Error('there is no tab of logs')
    const since = performance.now()
    const drawn = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector('[role=dialog]')?.textContent.includes(wanted)) return
        observer.disconnect()
        requestAnimationFrame((at) => resolve(at))
      })
      observer.observe(document.body, { childList: true, characterData: true, subtree: true })
    })
    tab.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0, pointerType: 'mouse' }))
    tab.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, button: 0, pointerType: 'mouse' }))
    tab.click()
    return (await drawn) - since
  }, last)
}
