// CPU of the process that holds the services while eight cards and their processes are watched: nvidia-smi itself, which
// runs beside it, is not in it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { up } from '../../rig'
import { median, rounded } from '../figures'

const rounds = 5
const secondsPerRound = 10
/** The first samples, and what is compiled on the way. */
const warmUpSeconds = 12
const worker = join(import.meta.dirname, 'watching.ts')

/** Percent of one core: the median of five rounds of ten seconds, less what the same process needs while nobody watches. */
export async function mainCpu(): Promise<number> {
  const rig = await up({ scenario: 'h100x8' })
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-gpu-'))
  const holders = Array.from({ length: 8 }, (_, card) =>
    spawn('sleep', ['600'], {
      env: { PATH: process.env['PATH'], BERTH_SIM_VRAM_MIB: '9000', BERTH_SIM_GPU: String(card) },
      stdio: 'ignore',
    }),
  )
  try {
    const measured: Record<'idle' | 'watching', number> = { idle: 0, watching: 0 }
    for (const what of ['idle', 'watching'] as const) {
      const child = spawn(process.execPath, ['--import', 'tsx', worker, what, folder], {
        env: { ...process.env, ...rig.env },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      await pause(warmUpSeconds * 1000)
      const percents: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        const before = await ticksOf(child.pid ?? 0)
        await pause(secondsPerRound * 1000)
        percents.push(((await ticksOf(child.pid ?? 0)) - before) / secondsPerRound)
      }
      measured[what] = median(percents)
      const ended = once(child, 'exit')
      child.kill()
      await ended
    }
    return rounded(measured.watching - measured.idle)
  } finally {
    for (const holder of holders) holder.kill()
    await rm(folder, { recursive: true, force: true })
    await rig.setScenario('a100x2')
  }
}

/** USER_HZ is 100: a tick a second is one percent of a core. Children that were waited for are counted elsewhere. */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
