import { mkdir, writeFile } from 'node:fs/promises'
import type { Place } from '../place'
import type { ScenarioName } from '../types'

export async function setScenario(place: Place, name: ScenarioName): Promise<void> {
  await mkdir(place.live, { recursive: true })
  await writeFile(place.scenarioFile, `simulated\t${name}\n`)
}
