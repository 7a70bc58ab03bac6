import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Workstation } from '../../app/workstation'
import { electronBinary } from '../../machine'
import type { Display } from '../terminal/display'

/** From the start of the program to a painted frame with what is wanted; main and renderer at rest. */
export type Opened = { firstFrameMs: number; megabytes: number }

const SeenSchema = z.object({ paintedAt: z.number(), megabytes: z.number() })
const restMilliseconds = 4000
const apps = {
  berth: { path: join(import.meta.dirname, '../../..'), wanted: 'nav button|.launch-card-title' },
  empty: { path: join(import.meta.dirname, 'empty.cjs'), wanted: 'main' },
}

/** Each on a home of its own that holds the same settings, so that none finds what another left. */
export async function openedOnce(
  what: keyof typeof apps,
  on: Workstation,
  display: Display,
): Promise<Opened> {
  const binary = await electronBinary({ download: true })
  if (binary.is === 'absent') throw new Error(binary.why)
  const home = await mkdtemp(join(tmpdir(), 'berth-bench-start-'))
  try {
    await cp(on.profile, home, { recursive: true })
    const out = join(home, 'seen.json')
    const { path, wanted } = apps[what]
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const args = ['--require', join(import.meta.dirname, 'probe.cjs'), ...sandbox, path]
    const began = Date.now()
    const child = spawn(binary.path, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...{ ...process.env, ...on.env, ...display.env, BERTH_HOME: home, BERTH_BENCH_WANTED: wanted },
        ...{ BERTH_BENCH_REST: String(restMilliseconds), BERTH_BENCH_OUT: out },
      },
    })
    await once(child, 'exit')
    const { paintedAt, megabytes } = SeenSchema.parse(JSON.parse(await readFile(out, 'utf8')))
    return { firstFrameMs: Math.round(paintedAt - began), megabytes }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}
