// How fast a flood goes through the whole app, beside xterm.js alone in the same browser.
import type { Page } from '@playwright/test'
import type { Face } from './face'
import { median, oneMB, rounded } from '../figures'
import type { Ground } from './ground'
import type { Flood } from './text'
import { sizeOf, untilDrawn, type UiTerminal } from './terminal'

const rounds = 5

export type FloodFigures = { MBps: number; aloneMBps: number; ratio: number }

export async function measureFlood(
  ground: Ground,
  terminal: UiTerminal,
  alone: Page,
): Promise<Record<Flood['name'], FloodFigures>> {
  const figures = {} as Record<Flood['name'], FloodFigures>
  for (const flood of ground.floods) figures[flood.name] = await oneFlood(ground, flood, { terminal, alone })
  return figures
}

/** The machine's own pace changes from minute to minute, so the two are measured in turns and compared within each. */
async function oneFlood(
  ground: Ground,
  flood: Flood,
  { terminal, alone }: { terminal: UiTerminal; alone: Page },
): Promise<FloodFigures> {
  await alone.evaluate((name) => globalThis.berthAlone.load(`/${name}`), flood.name)
  const [app, bare, ratios]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < rounds; round += 1) {
    const appFirst = round % 2 === 0
    const before = appFirst ? await throughApp(ground, flood, terminal) : 0
    const bareMs = await alone.evaluate(() => globalThis.berthAlone.write())
    const appMs = appFirst ? before : await throughApp(ground, flood, terminal)
    app.push(appMs)
    bare.push(bareMs)
    ratios.push(bareMs / appMs)
  }
  const speed = (milliseconds: number) => rounded(flood.arriving.length / oneMB / (milliseconds / 1000), 1)
  return {
    MBps: speed(median(app)),
    aloneMBps: speed(median(bare)),
    ratio: rounded(median(ratios)),
  }
}

let marks = 0

async function throughApp(ground: Ground, flood: Flood, terminal: UiTerminal): Promise<number> {
  marks += 1
  // The quotes keep the typed line from showing the mark itself.
  const line = `cat ${ground.fileOf(flood).inContainer}; echo EN""D-${marks}-APP`
  return await untilDrawn(terminal, line, `END-${marks}-APP`)
}

/** xterm.js alone in a page of the same size, with the app's own settings. */
export async function openAlone(face: Face, url: string, terminal: UiTerminal): Promise<Page> {
  const size = await sizeOf(terminal)
  const page = await face.openBeside(url)
  await page.evaluate((asked) => globalThis.berthAlone.open(asked), size)
  return page
}
