// Until when a reservation may be made: the usual ends, and one of a person's own. Local time, as on their clock.

export const usualEnds = ['hour', 'hours', 'tonight'] as const
export type EndChoice = (typeof usualEnds)[number] | 'other'

const hour = 3600_000
/** As the service has it: nobody takes a card for longer. */
export const mostDays = 7
const morning = 8

export function endOf(choice: (typeof usualEnds)[number], now: number): number {
  if (choice === 'hour') return now + hour
  if (choice === 'hours') return now + 4 * hour
  const end = new Date(now)
  end.setHours(morning, 0, 0, 0)
  // "Tonight" ends with the night: asked for before dawn it is the dawn that comes.
  if (end.getTime() <= now) end.setDate(end.getDate() + 1)
  return end.getTime()
}

/** Local midnights: today's, and those of the days that can still be chosen. */
export function daysFrom(now: number): number[] {
  return Array.from({ length: mostDays + 1 }, (_, ahead) => {
    const day = new Date(now)
    day.setHours(0, 0, 0, 0)
    day.setDate(day.getDate() + ahead)
    return day.getTime()
  })
}

export type OwnEnd = { is: 'end'; at: number } | { is: 'no-time' } | { is: 'past' } | { is: 'too-far' }

/** `day` is a local midnight, `time` is '18:00'. */
export function ownEnd(day: number, time: string, now: number): OwnEnd {
  const said = /^([01]?\d|2[0-3])[:：]([0-5]\d)$/.exec(time.trim())
  if (said === null) return { is: 'no-time' }
  const end = new Date(day)
  end.setHours(Number(said[1]), Number(said[2]), 0, 0)
  const at = end.getTime()
  if (at <= now) return { is: 'past' }
  return at > now + mostDays * 24 * hour ? { is: 'too-far' } : { is: 'end', at }
}
