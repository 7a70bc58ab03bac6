// How soon a holder of memory is seen in the GPU room, and how soon it is seen no more, in Chromium.
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { openBrowser } from '../../app/browser'
import { goTo } from '../../app/journey'
import { workstation } from '../../app/workstation'
import { buildIfStale } from '../../machine'
import { median, rounded } from '../figures'

const rounds = 5

/** Milliseconds from a holder's start to its row, and from its end until the row is gone: medians of five. */
export async function rowTimes(): Promise<{ shownMs: number; goneMs: number }> {
  await buildIfStale(new AbortController().signal)
  const on = await workstation()
  const app = await openBrowser(on)
  const [shown, gone]: [number[], number[]] = [[], []]
  try {
    await goTo(app.page, 'GPUs')
    await app.page.getByRole('region', { name: 'Who holds the memory' }).waitFor({ timeout: 30_000 })
    for (let round = 0; round < rounds; round += 1) {
      // The driver is asked at a fixed pace: each round meets it at another moment.
      await pause(3000 + round * 310)
      const seconds = String(60_001 + round)
      const started = performance.now()
      const holder = spawn('sleep', [seconds], {
        env: { PATH: process.env['PATH'], BERTH_SIM_VRAM_MIB: '9000', BERTH_SIM_GPU: '0' },
        stdio: 'ignore',
      })
      try {
        await untilRows(app.page, `sleep ${seconds}`, 1)
        shown.push(performance.now() - started)
        await pause(3000 + round * 310)
      } finally {
        holder.kill('SIGKILL')
      }
      const ended = performance.now()
      await untilRows(app.page, `sleep ${seconds}`, 0)
      gone.push(performance.now() - ended)
    }
    return { shownMs: rounded(median(shown), 0), goneMs: rounded(median(gone), 0) }
  } finally {
    await app.close()
    await on.clear()
  }
}

async function untilRows(page: Page, command: string, count: number): Promise<void> {
  await page.waitForFunction(
    ([text, wanted]) =>
      [...document.querySelectorAll('tr, [role=row]')].filter((row) => row.textContent.includes(text))
        .length === wanted,
    [command, count] as const,
    { polling: 'raf', timeout: 30_000 },
  )
}
