// What Berth costs while nobody does anything: 200 stopped containers, the page open and then hidden. `npm run bench -- idle [MINUTES]`
import { join } from 'node:path'
import { readFile, rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { openBrowser } from '../../app/browser'
import { goTo } from '../../app/journey'
import { workstation } from '../../app/workstation'
import { buildIfStale } from '../../machine'
import { rounded } from '../figures'
import { makeStopped, removeStopped } from '../stopped'
import { cpuPercent } from '../terminal/main-process'

const containers = 200
const usualMinutes = 10
/** The first lists, plots and what is compiled on the way. */
const warmUpMilliseconds = 30_000
const mostCpuPercent = 1
/** What a collection leaves differs by this much between two looks at a heap in which nothing grows. */
const mostHeapGrowthMB = 2

export async function run([minutes = '']: string[] = []) {
  await buildIfStale(new AbortController().signal)
  const half = ((Number(minutes) || usualMinutes) / 2) * 60_000
  const on = await workstation()
  const heapFile = join(on.profile, '..', 'heap')
  const preload = join(import.meta.dirname, 'heap.cjs')
  try {
    await removeStopped(on.rig)
    await makeStopped(on.rig, containers)
    const app = await openBrowser({
      ...on,
      env: { ...on.env, BERTH_BENCH_HEAP: heapFile, NODE_OPTIONS: `--require ${preload}` },
    })
    try {
      const { page, serverPid } = app
      const heaps = async () => ({
        server: await serverHeap(serverPid, heapFile),
        page: await pageHeap(page),
      })
      await goTo(page, 'Containers')
      await page.getByText(`${containers} in all`).waitFor()
      await pause(warmUpMilliseconds)
      const before = await heaps()
      const openCpuPercent = rounded(await cpuPercent(serverPid, half))
      await hide(page)
      const hiddenCpuPercent = rounded(await cpuPercent(serverPid, half))
      const after = await heaps()
      const heapGrowthMB = rounded((after.server - before.server) / 2 ** 20)
      const pageHeapGrowthMB = rounded((after.page - before.page) / 2 ** 20)
      const worst = Math.max(openCpuPercent, hiddenCpuPercent)
      return {
        containers,
        minutes: (2 * half) / 60_000,
        ...{ openCpuPercent, hiddenCpuPercent, cpuPercent: worst, mostCpuPercent },
        ...{ heapGrowthMB, pageHeapGrowthMB, mostHeapGrowthMB },
        ok: worst <= mostCpuPercent && Math.max(heapGrowthMB, pageHeapGrowthMB) <= mostHeapGrowthMB,
      }
    } finally {
      await app.close()
    }
  } finally {
    await removeStopped(on.rig)
    await on.clear()
  }
}

async function serverHeap(pid: number, file: string): Promise<number> {
  await rm(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text !== '') return Number(text)
    await pause(50)
  }
}

async function pageHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  await session.detach()
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN
}

/** As another tab in front does: a headless browser hides no page by itself. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: true })
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  })
}
