// Answers that stay good for a while; whoever asks for the same at the same time waits for the same answer.

export type Recent<T> = {
  get(key: string, fresh: boolean, ask: () => Promise<T>): Promise<T>
}

export function createRecent<T>(options: {
  milliseconds: number
  most: number
  now: () => number
}): Recent<T> {
  const { milliseconds, most, now } = options
  const kept = new Map<string, { at: number; answer: T }>()
  const asking = new Map<string, Promise<T>>()

  async function askedNow(key: string, ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask()
      kept.delete(key)
      kept.set(key, { at: now(), answer })
      // The one that was asked for longest ago makes room.
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break
        kept.delete(oldest)
      }
      return answer
    } finally {
      asking.delete(key)
    }
  }

  return {
    async get(key, fresh, ask) {
      const under = asking.get(key)
      if (under) return under
      const before = kept.get(key)
      if (!fresh && before && Math.abs(now() - before.at) < milliseconds) return before.answer
      const work = askedNow(key, ask)
      asking.set(key, work)
      return work
    },
  }
}
