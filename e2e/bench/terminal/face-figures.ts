// Everything that is measured in the app itself, in one window of it.
import type { Page } from '@playwright/test'
import { measureEcho } from './echo'
import type { Face } from './face'
import { percentile, rounded } from '../figures'
import { measureFlood, openAlone } from './flood'
import type { Ground } from './ground'
import { measureIdle } from './idle'
import { measureInterrupts, startFlood, stopFlood } from './interrupt'
import { memoryMB } from './main-process'
import { openBesideIt, openTerminal, type UiTerminal } from './terminal'

export type FaceFigures = Record<(typeof names)[number], number>

const names = [
  'plainMBps',
  'plainAloneMBps',
  'plainRatio',
  'colouredMBps',
  'colouredAloneMBps',
  'colouredRatio',
  'echoIdleP50Ms',
  'echoIdleP99Ms',
  'echoFloodP50Ms',
  'echoFloodP99Ms',
  'ctrlCP50Ms',
  'ctrlCP95Ms',
  'mainGrowthMB',
  'mostUnacknowledgedBytes',
  'idleCpuPercent',
] as const

export type FaceRun = {
  ground: Ground
  /** Where xterm.js alone is served. */
  aloneUrl: string
  wanted: (part: string) => boolean
  say: (progress: string) => void
}

/** Nothing was measured yet. */
export function noFigures(): FaceFigures {
  return Object.fromEntries(names.map((name) => [name, NaN])) as FaceFigures
}

/** Only what was wanted. */
export async function measureFace(face: Face, run: FaceRun): Promise<Partial<FaceFigures>> {
  const { wanted } = run
  const say = (progress: string) => run.say(`${face.name}: ${progress}`)
  const figures: Partial<FaceFigures> = {}
  const note = (found: Partial<FaceFigures>) => {
    Object.assign(figures, found)
    say(JSON.stringify(found))
  }
  const terminal = await openTerminal(face.page, run.ground)
  // Before the first flood: what that leaves behind is growth.
  const quietMB = await memoryMB(face.mainPid)
  if (wanted('echo')) note(echoes('Idle', await measureEcho(terminal)))
  if (wanted('flood')) note(await floods(await openAlone(face, run.aloneUrl, terminal), run.ground, terminal))
  if (wanted('interrupt')) {
    const { milliseconds, growthMB } = await measureInterrupts(face, terminal, quietMB)
    say(`Ctrl+C after ${milliseconds.map((each) => `${each.toFixed(0)} ms`).join(', ')}`)
    note({
      ctrlCP50Ms: rounded(percentile(milliseconds, 50), 0),
      ctrlCP95Ms: rounded(percentile(milliseconds, 95), 0),
      mainGrowthMB: rounded(growthMB, 1),
    })
  }
  if (wanted('echo')) {
    const other = await openBesideIt(terminal)
    await startFlood(other)
    note(echoes('Flood', await measureEcho(terminal)))
    await stopFlood(other)
  }
  const most = await face.page.evaluate(() => globalThis.berthProbe.mostUnacknowledged())
  note({ mostUnacknowledgedBytes: most })
  if (wanted('idle')) note({ idleCpuPercent: rounded(await measureIdle(face)) })
  return figures
}

async function floods(alone: Page, ground: Ground, terminal: UiTerminal): Promise<Partial<FaceFigures>> {
  const { plain, coloured } = await measureFlood(ground, terminal, alone)
  await alone.close()
  return {
    plainMBps: plain.MBps,
    plainAloneMBps: plain.aloneMBps,
    plainRatio: plain.ratio,
    colouredMBps: coloured.MBps,
    colouredAloneMBps: coloured.aloneMBps,
    colouredRatio: coloured.ratio,
  }
}

function echoes(when: 'Idle' | 'Flood', milliseconds: number[]): Partial<FaceFigures> {
  return {
    [`echo${when}P50Ms`]: rounded(percentile(milliseconds, 50), 1),
    [`echo${when}P99Ms`]: rounded(percentile(milliseconds, 99), 1),
  }
}
