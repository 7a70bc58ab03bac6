// How soon the app is there to be used, and what it weighs at rest: beside an empty Electron window that is opened the same way.
import { chromium } from '@playwright/test'
import { serve } from '../../app/browser'
import { workstation, type Workstation } from '../../app/workstation'
import { buildIfStale, chromiumBinary } from '../../machine'
import { median, rounded } from '../figures'
import { openDisplay } from '../terminal/display'
import { openedOnce, type Opened } from './opened'

const rounds = 5
const mostFirstFrameRatio = 1.6
const mostMemoryRatio = 1.5
const mostHeadlessMs = 1500

export async function run() {
  await buildIfStale(new AbortController().signal)
  const display = await openDisplay()
  const on = await workstation()
  try {
    const ours: Opened[] = []
    const empty: Opened[] = []
    const headless: number[] = []
    // One of each in turn: what else the machine does falls on all of them. The first warms the disk's cache.
    for (let round = 0; round <= rounds; round += 1) {
      const [one, other] = [await openedOnce('berth', on, display), await openedOnce('empty', on, display)]
      const served = await servedOnce(on)
      if (round === 0) continue
      ours.push(one)
      empty.push(other)
      headless.push(served)
    }
    const of = (all: Opened[], what: keyof Opened) => median(all.map((each) => each[what]))
    const firstFrameRatio = rounded(of(ours, 'firstFrameMs') / of(empty, 'firstFrameMs'))
    const memoryRatio = rounded(of(ours, 'megabytes') / of(empty, 'megabytes'))
    const headlessMs = Math.round(median(headless))
    return {
      rounds,
      ...{ firstFrameMs: of(ours, 'firstFrameMs'), emptyFirstFrameMs: of(empty, 'firstFrameMs') },
      ...{ firstFrameRatio, mostFirstFrameRatio },
      ...{ memoryMB: rounded(of(ours, 'megabytes')), emptyMemoryMB: rounded(of(empty, 'megabytes')) },
      ...{ memoryRatio, mostMemoryRatio, headlessMs, mostHeadlessMs },
      ok:
        firstFrameRatio <= mostFirstFrameRatio &&
        memoryRatio <= mostMemoryRatio &&
        headlessMs <= mostHeadlessMs,
    }
  } finally {
    await on.clear()
    await display.close()
  }
}

/** From `berth serve` typed to a page whose Launch can be pressed, in a Chromium that runs already. */
async function servedOnce(on: Workstation): Promise<number> {
  const binary = await chromiumBinary()
  if (binary.is === 'absent') throw new Error(binary.why)
  const browser = await chromium.launch({ executablePath: binary.path, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const began = performance.now()
    const server = await serve(on)
    try {
      await page.goto(server.url, { waitUntil: 'commit' })
      await page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click({ trial: true })
      return performance.now() - began
    } finally {
      await server.stop()
    }
  } finally {
    await browser.close()
  }
}
