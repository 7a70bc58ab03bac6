// Ctrl+C in a flood: until the prompt is drawn; and what the flood does to the main process meanwhile.
import { setTimeout as pause } from 'node:timers/promises'
import type { Face } from './face'
import { growthMB } from './main-process'
import { command, focus, prompt, untilDrawn, type UiTerminal } from './terminal'

const short = { seconds: 3, times: 6 }
const long = { seconds: 30, times: 2 }

export type InterruptFigures = { milliseconds: number[]; growthMB: number }

/** `sinceMB`: the main process's memory before its first flood. */
export async function measureInterrupts(
  face: Face,
  terminal: UiTerminal,
  sinceMB: number,
): Promise<InterruptFigures> {
  const milliseconds: number[] = []
  const all = async () => {
    for (const { seconds, times } of [short, long])
      for (let time = 0; time < times; time += 1) milliseconds.push(await interruptAfter(terminal, seconds))
  }
  return { growthMB: await growthMB(face.mainPid, sinceMB, all), milliseconds }
}

async function interruptAfter(terminal: UiTerminal, seconds: number): Promise<number> {
  await startFlood(terminal)
  await pause(seconds * 1000)
  return await stopFlood(terminal)
}

/** Until it is interrupted. The line is cleared away first: its prompt must not be taken for the one after Ctrl+C. */
export async function startFlood(terminal: UiTerminal): Promise<void> {
  await command(terminal, 'clear; while cat /floods/plain; do :; done')
}

/** Milliseconds from Ctrl+C until the prompt is drawn. */
export async function stopFlood(terminal: UiTerminal): Promise<number> {
  const { page, id } = terminal
  await page.evaluate(([to, text]) => globalThis.berthProbe.fromKey(to, { key: 'c', ctrl: true, text }), [
    id,
    prompt,
  ] as const)
  await focus(terminal)
  await page.keyboard.press('Control+c')
  const took = await page.evaluate(() => globalThis.berthProbe.took())
  await untilDrawn(terminal, 'clear; echo ca""lm', 'calm')
  return took
}
