// Work that follows events: never two at once, and once more when it was asked for meanwhile.
export function oneAtATime(
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let under: Promise<void> | null = null
  let asked = 0

  async function go() {
    for (let served = asked - 1; served !== asked;) {
      served = asked
      try {
        await work()
      } catch (error) {
        onError(error)
      }
    }
    under = null
  }

  return () => {
    asked += 1
    under ??= go()
    return under
  }
}
