// One round of readings, completed with what was known before: a lost card keeps its name and place, never its figures.
import type { Card } from '../../contract/gpus'
import { readLine, type Column, type Reading, type Trouble } from './rows'

export type Round = { readings: Reading[]; troubles: Trouble[]; words: string[] }

/** A whole text at once: what a query without a loop printed. `columns` stand in for a header that is not there. */
export function parseQuery(text: string, columns: Column[] | null = null): Round {
  const round: Round = { readings: [], troubles: [], words: [] }
  let current = columns
  for (const raw of text.split(/\r?\n/)) {
    const line = readLine(raw, current)
    if (line.is === 'header') current = line.columns
    if (line.is === 'row') round.readings.push(line.reading)
    if (line.is === 'trouble') round.troubles.push(line.trouble)
    if (line.is === 'words' || line.is === 'trouble') round.words.push(line.text)
  }
  return round
}

/**
 * Every card once, by index. Rows that lost their UUID (`[GPU requires reset]` in every cell) and cards that only have an
 * error line are matched with `known` by bus id, else by index.
 */
export function completeRound(round: Pick<Round, 'readings' | 'troubles'>, known: Reading[]): Reading[] {
  const readings = round.readings.map((reading) => named(reading, known))
  for (const trouble of round.troubles) {
    if (readings.some((reading) => isOf(reading, trouble))) continue
    const before = known.find((reading) => isOf(reading, trouble))
    readings.push(unreadable(trouble, before, readings))
  }
  return readings.sort((a, b) => a.card.index - b.card.index)
}

function isOf(reading: Reading, trouble: Trouble): boolean {
  if (reading.busId !== null && trouble.busId !== null) return reading.busId === trouble.busId
  return trouble.index !== null && reading.card.index === trouble.index
}

function named(reading: Reading, known: Reading[]): Reading {
  if (reading.card.uuid !== '') return reading
  const before = known.find(
    ({ card, busId }) =>
      card.uuid !== '' && (reading.busId ? busId === reading.busId : card.index === reading.card.index),
  )
  if (!before) return { ...reading, card: { ...reading.card, uuid: `unreadable-${reading.card.index}` } }
  const { uuid, name } = before.card
  return { ...reading, busId: before.busId, card: { ...reading.card, uuid, name: reading.card.name || name } }
}

function unreadable(trouble: Trouble, before: Reading | undefined, others: Reading[]): Reading {
  const taken = new Set(others.map(({ card }) => card.index))
  let free = 0
  while (taken.has(free)) free += 1
  const index = before?.card.index ?? trouble.index ?? free
  const busId = trouble.busId ?? before?.busId ?? null
  const card: Card = {
    index,
    uuid: before?.card.uuid ?? `unreadable-${busId ?? index}`,
    name: before?.card.name ?? '',
    health: trouble.health,
    utilisationPercent: null,
    memoryTotalMiB: null,
    memoryUsedMiB: null,
    temperatureCelsius: null,
    powerWatts: null,
    powerLimitWatts: null,
    fanPercent: null,
    smClockMHz: null,
    performanceState: null,
    computeCapability: null,
    migEnabled: null,
    throttling: null,
  }
  return { card, busId, driver: null, stamp: null, count: null }
}
