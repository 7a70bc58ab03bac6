// The times of a log, from how the log writes them to how the engine wants to be asked.

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

/** '2026-01-31T12:00:00.5Z' as '1769860800.500000000': to the nanosecond, which a number could not hold. */
export function engineMoment(time: string): string {
  const [, second = '', fraction = '', zone = ''] = pattern.exec(time) ?? []
  const milliseconds = Date.parse(`${second}${zone}`)
  if (Number.isNaN(milliseconds)) throw new RangeError(`Not a time of a log: ${time}`)
  return `${milliseconds / 1000}.${fraction.padEnd(9, '0')}`
}
