// From a person's key to its echo on the screen, idle and while another terminal in sight floods.
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, type Page } from '@playwright/test'
import { command, focus, prompt, type UiTerminal } from './terminal'

const keys = 210
/** A line is begun anew before it wraps. */
const lineKeys = 40

/** Ten keys a second, as a fast typist; random, so that no rhythm of the screen's is hit or missed. */
const pauseMilliseconds = () => 60 + randomInt(80)

/** Milliseconds of each keystroke. */
export async function measureEcho(terminal: UiTerminal): Promise<number[]> {
  const { page, id } = terminal
  await command(terminal, 'clear')
  await page.evaluate(([to, before]) => globalThis.berthProbe.startEcho(to, before), [id, prompt] as const)
  await focus(terminal)
  for (let count = 0; count < keys; count += 1) {
    if (count > 0 && count % lineKeys === 0) await nextLine(terminal)
    await page.keyboard.press(String.fromCharCode(97 + (count % 26)))
    await pause(pauseMilliseconds())
  }
  await allCame(page)
  return (await page.evaluate(() => globalThis.berthProbe.echoes())).milliseconds
}

/** The old line is gone from the screen before the new one begins. */
async function nextLine({ page }: UiTerminal): Promise<void> {
  await allCame(page)
  await page.keyboard.press('Control+u')
}

async function allCame(page: Page): Promise<void> {
  const missing = () => page.evaluate(() => globalThis.berthProbe.echoes().missing)
  await expect.poll(missing, { timeout: 20_000 }).toBe(0)
}
