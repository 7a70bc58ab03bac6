// When a person is not to be disturbed outside the window. Pure.
import type { Settings } from '../../shared/model/settings'
import type { AlertKind } from '../../shared/model/alert-kinds'

/** Local time of day; over midnight when `from` is later than `to`. The same minute for both is no time at all. */
export function isQuiet({ on, from, to }: Settings['alerts']['quietHours'], at: Date): boolean {
  if (!on) return false
  const minute = at.getHours() * 60 + at.getMinutes()
  const [start, end] = [minutesOf(from), minutesOf(to)]
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end
}

/** A kernel that is about to be shut down is told whatever the hour: in the morning it is too late. */
export function isNotice(kind: AlertKind, settings: Settings['alerts'], at: Date): boolean {
  if (!settings.desktop || settings.off.includes(kind)) return false
  return kind === 'reaper' || !isQuiet(settings.quietHours, at)
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
