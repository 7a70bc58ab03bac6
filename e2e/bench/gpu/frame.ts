// Script of one update of the GPU room with eight cards and their holders, in Chromium.
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { openBrowser } from '../../app/browser'
import { goTo } from '../../app/journey'
import { workstation } from '../../app/workstation'
import { buildIfStale } from '../../machine'
import { median, rounded } from '../figures'

const rounds = 5
const secondsPerRound = 6

/** Milliseconds of script for each sample that is drawn: the median of five rounds. Layout and painting are not in it. */
export async function frameScript(): Promise<number> {
  await buildIfStale(new AbortController().signal)
  const on = await workstation({ scenario: 'h100x8' })
  const holders = Array.from({ length: 8 }, (_, card) =>
    spawn('sleep', ['600'], {
      env: { PATH: process.env['PATH'], BERTH_SIM_VRAM_MIB: '9000', BERTH_SIM_GPU: String(card) },
      stdio: 'ignore',
    }),
  )
  const app = await openBrowser(on)
  try {
    await goTo(app.page, 'GPUs')
    await app.page.getByRole('row').nth(8).waitFor({ timeout: 30_000 })
    const session = await app.page.context().newCDPSession(app.page)
    await session.send('Performance.enable')
    const script = async () => {
      const { metrics } = await session.send('Performance.getMetrics')
      return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000
    }
    await pause(6000)
    const each: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const before = await script()
      await pause(secondsPerRound * 1000)
      // Cards come once a second, holders every one and a half: each is a frame.
      each.push(((await script()) - before) / (secondsPerRound * (1 + 1 / 1.5)))
    }
    return rounded(median(each))
  } finally {
    for (const holder of holders) holder.kill()
    await app.close()
    await on.clear()
    await on.rig.setScenario('a100x2')
  }
}
