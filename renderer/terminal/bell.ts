// The bell: a short tone, or a frame around the screen; a program that rings without end is heard twice a second.

const quietMilliseconds = 500

/** True for the first bell of many. */
export function createBell(now: () => number = () => performance.now()): () => boolean {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    if (now() - last < quietMilliseconds) return false
    last = now()
    return true
  }
}

/** 120 ms of 660 Hz, fading in and out so that it does not click. */
export function beep(): void {
  const context = new AudioContext()
  const tone = context.createOscillator()
  const loudness = context.createGain()
  const start = context.currentTime
  loudness.gain.setValueAtTime(0, start)
  loudness.gain.linearRampToValueAtTime(0.12, start + 0.01)
  loudness.gain.linearRampToValueAtTime(0, start + 0.12)
  tone.frequency.value = 660
  tone.connect(loudness).connect(context.destination)
  tone.onended = () => void context.close()
  tone.start(start)
  tone.stop(start + 0.13)
}
