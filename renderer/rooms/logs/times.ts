// A line's time as a person wants it: in their zone, in UTC, or counted from the container's start.

export type Times = 'off' | 'local' | 'utc' | 'start'
export const allTimes: readonly Times[] = ['off', 'local', 'utc', 'start']

/** '' where there is none. `start` in milliseconds of the epoch; null: not known, the line's own time then. */
export function timeWords(time: string, times: Times, start: number | null): string {
  if (times === 'off' || time === '') return ''
  const at = Date.parse(time)
  if (Number.isNaN(at)) return ''
  if (times === 'start' && start !== null) return elapsed(at - start)
  const utc = new Date(at).toISOString()
  return times === 'local' ? localWords(new Date(at)) : utc
}

/** 11-24 04:31:07.123, as the clock on the wall says. */
function localWords(at: Date): string {
  const two = (figure: number) => String(figure).padStart(2, '0')
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}.${thousandths(at.getMilliseconds())}`
}

/** +0:02:31.123; before the start with a minus, as lines of an earlier run are. */
function elapsed(milliseconds: number): string {
  const whole = Math.floor(Math.abs(milliseconds))
  const two = (figure: number) => String(Math.floor(figure)).padStart(2, '0')
  const clock = `${Math.floor(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1000) % 60)}`
  return `${milliseconds < 0 ? '−' : '+'}${clock}.${thousandths(whole % 1000)}`
}

function thousandths(milliseconds: number): string {
  return String(milliseconds).padStart(3, '0')
}
