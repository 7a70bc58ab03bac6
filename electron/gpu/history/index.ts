// What each card did: the last 15 minutes at a second, the last day at ten; kept across restarts, never growing.
import type { GpuHistory } from '../../../shared/contract/gpus'
import { createRing, type Columns, type Point, type Ring } from './ring'

export { keepHistory } from './keep'

const minutes = { span: 15 * 60_000, slots: 900 }
const day = { span: 24 * 3600_000, slots: 8640, step: 10_000 }
/** More cards than any machine has: a driver that invents UUIDs must not fill memory. */
const mostCards = 64

export type CardPoint = Omit<Point, 'at'> & { uuid: string }

/** What is kept in a file: by card, both paces. */
export type Kept = Map<string, { minutes: Columns; day: Columns }>

export type History = {
  /** A point at the same time as the newest one replaces it. */
  put(at: number, points: readonly CardPoint[]): void
  read(span: 'minutes' | 'day', now: number): GpuHistory
  /** For a file, and back from it: only before the first `put`. */
  kept(now: number): Kept
  restore(kept: Kept, now: number): void
}

type CardHistory = { minutes: Ring; day: Ring; step: Step | null }
/** The ten seconds under way: means of what was seen in them. */
type Step = { at: number; utilisation: Mean; memory: Mean }
type Mean = { sum: number; count: number }

export function createHistory(): History {
  const cards = new Map<string, CardHistory>()

  const cardOf = (uuid: string): CardHistory => {
    const known = cards.get(uuid)
    if (known) return known
    const fresh = { minutes: createRing(minutes.slots), day: createRing(day.slots), step: null }
    cards.set(uuid, fresh)
    return fresh
  }

  const forget = (now: number) => {
    for (const [uuid, card] of cards) {
      const newest = Math.max(card.minutes.newestAt() ?? 0, card.day.newestAt() ?? 0)
      if (newest < now - day.span) cards.delete(uuid)
    }
    const oldestFirst = [...cards].sort(([, a], [, b]) => (a.day.newestAt() ?? 0) - (b.day.newestAt() ?? 0))
    for (const [uuid] of oldestFirst.slice(0, Math.max(0, cards.size - mostCards))) cards.delete(uuid)
  }

  return {
    put(at, points) {
      for (const { uuid, ...figures } of points) {
        const card = cardOf(uuid)
        card.minutes.put({ at, ...figures })
        card.step = nextStep(card.step, at, figures)
        card.day.put(pointOf(card.step))
      }
      forget(at)
    },
    read: (span, now) =>
      Object.fromEntries(
        [...cards].flatMap(([uuid, card]) => {
          const columns = card[span].read(now - (span === 'day' ? day.span : minutes.span))
          return columns.at.length === 0 ? [] : [[uuid, spoken(columns)]]
        }),
      ),
    kept: (now) =>
      new Map(
        [...cards].map(([uuid, card]) => [
          uuid,
          { minutes: card.minutes.read(now - minutes.span), day: card.day.read(now - day.span) },
        ]),
      ),
    restore(kept, now) {
      for (const [uuid, columns] of kept) {
        const card = cardOf(uuid)
        pour(columns.minutes, card.minutes, { from: now - minutes.span, to: now })
        pour(columns.day, card.day, { from: now - day.span, to: now })
      }
      forget(now)
    },
  }
}

function nextStep(before: Step | null, at: number, point: Omit<CardPoint, 'uuid'>): Step {
  const start = at - (at % day.step)
  const step = before?.at === start ? before : { at: start, utilisation: noMean, memory: noMean }
  return {
    at: start,
    utilisation: withFigure(step.utilisation, point.utilisationPercent),
    memory: withFigure(step.memory, point.memoryUsedMiB),
  }
}

const noMean: Mean = { sum: 0, count: 0 }
const withFigure = ({ sum, count }: Mean, figure: number | null): Mean =>
  figure === null ? { sum, count } : { sum: sum + figure, count: count + 1 }
const meanOf = ({ sum, count }: Mean): number | null => (count === 0 ? null : sum / count)
const pointOf = (step: Step): Point => ({
  at: step.at,
  utilisationPercent: meanOf(step.utilisation),
  memoryUsedMiB: meanOf(step.memory),
})

/** What a file says of the future comes from another clock, and is left out. */
function pour(from: Columns, into: Ring, window: { from: number; to: number }): void {
  from.at.forEach((at, index) => {
    if (!(at >= window.from && at <= window.to)) return
    into.put({
      at,
      utilisationPercent: figureOf(from.utilisationPercent[index]),
      memoryUsedMiB: figureOf(from.memoryUsedMiB[index]),
    })
  })
}

function spoken(columns: Columns): GpuHistory[string] {
  return {
    at: [...columns.at],
    utilisationPercent: Array.from(columns.utilisationPercent, figureOf),
    memoryUsedMiB: Array.from(columns.memoryUsedMiB, figureOf),
  }
}

function figureOf(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
