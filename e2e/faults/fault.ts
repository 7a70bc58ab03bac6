// A case of docs/reliability.md: what is done to the app, what a person then reads on the screen, and after how long.
import { expect, test, type Locator } from '@playwright/test'
import { attach, up, type Rig, type ScenarioName } from '../rig'
import { workstation, type Workstation } from '../app/workstation'
import { kinds } from './kinds'

/** Engines are killed here: the shared rig never is. */
export const rigName = 'faults'

export type Case = {
  /** The fault strikes now: seconds count from here. */
  strikes(): void
  /** Waits until these words stand on the screen; the table keeps them, and the time since the fault. */
  sees(words: Locator, withinMilliseconds: number): Promise<void>
  /** For what is seen by other means than one piece of the screen. */
  saw(words: string): void
}

/** `title` is a sentence, and a literal: what checks the table reads it from the source. */
export function fault(title: string, done: string, body: (told: Case) => Promise<void>): void {
  test(title, async () => {
    const { annotations } = test.info()
    const keep = (type: string, description: string) => void annotations.push({ type, description })
    let struckAt = performance.now()
    keep(kinds.done, done)
    const saw = (words: string) => {
      keep(kinds.saw, words)
      keep(kinds.seconds, ((performance.now() - struckAt) / 1000).toFixed(1))
    }
    await body({
      strikes: () => {
        struckAt = performance.now()
      },
      sees: async (words, withinMilliseconds) => {
        const left = withinMilliseconds - (performance.now() - struckAt)
        await expect(words).toBeVisible({ timeout: Math.max(1, left) })
        const seconds = ((performance.now() - struckAt) / 1000).toFixed(1)
        keep(kinds.saw, `“${(await words.innerText()).replaceAll(/\s+/g, ' ').trim()}”`)
        keep(kinds.seconds, seconds)
      },
      saw,
    })
  })
}

/** A workstation on the rig that is killed. */
export function faulty(
  options: { scenario?: ScenarioName; settings?: Record<string, unknown> } = {},
): Promise<Workstation> {
  return workstation({ ...options, rigName })
}

/** Call in a file once: the rig stays up between its cases, and goes down after the last where nobody had it up before. */
export function takesItsRigDown(): void {
  let found: Rig | null = null
  test.beforeAll(async () => {
    test.setTimeout(240_000)
    found = await attach(rigName)
    await up({ name: rigName })
  })
  test.afterAll(async () => {
    if (found === null) await (await attach(rigName))?.down()
  })
}
