// Is this a flood? A bucket that leaks: what a program draws on purpose (htop, a film in characters) never fills it.

/** Full screens sixty times a second are about a third of this. */
const leakBytesPerMillisecond = 2048
const floodBytes = 128 * 1024
/** A flood is over this soon after its last byte. */
const mostBytes = 2 * floodBytes

export type Rate = { add(bytes: number): void; isFlood(): boolean }

export function createRate(now: () => number): Rate {
  let level = 0
  let at = now()
  const leak = () => {
    const time = now()
    level = Math.max(0, level - (time - at) * leakBytesPerMillisecond)
    at = time
  }
  return {
    add(bytes) {
      leak()
      level = Math.min(mostBytes, level + bytes)
    },
    isFlood() {
      leak()
      return level > floodBytes
    },
  }
}
