// Gathers the rows of the looping process query into rounds. Of a round without processes the tool prints nothing at all
// after its first header, and it marks no end: a round is over when it falls quiet, or when a row is of a later one.
import { readAppLine, type ComputeApp } from '../../shared/model/nvidia'

export type AppRounds = {
  line: (text: string) => void
  /** Stops waiting; what is gathered is dropped: half a round would take processes off the screen that still run. */
  end(): void
  /** The last lines that were no rows: what a failure is recognised by. */
  words(): string
}

/** Rows stamped further apart than this are of different rounds (the loop's period is 1500 ms). */
const roundSpanMilliseconds = 700
const keptWords = 20
const longestWords = 400

export function createAppRounds(options: {
  emit: (apps: ComputeApp[]) => void
  quietMilliseconds: number
}): AppRounds {
  let fields: string[] | null = null
  let round: { apps: ComputeApp[]; stamp: number | null } = { apps: [], stamp: null }
  let quiet: NodeJS.Timeout | undefined
  let words: string[] = []

  const emit = (): void => {
    clearTimeout(quiet)
    const { apps } = round
    round = { apps: [], stamp: null }
    options.emit(apps)
  }
  const wait = (): void => {
    clearTimeout(quiet)
    quiet = setTimeout(emit, options.quietMilliseconds)
  }

  return {
    line(text) {
      const line = readAppLine(text, fields)
      switch (line.is) {
        case 'header':
          fields = line.fields
          // A header that nothing follows: nobody holds anything.
          return wait()
        case 'row':
          if (round.apps.length > 0 && !isSameRound(round, line)) emit()
          if (round.apps.length === 0) round.stamp = line.stamp
          round.apps.push(line.app)
          return wait()
        case 'words':
          words = [...words, line.text.slice(0, longestWords)].slice(-keptWords)
          return
        case 'blank':
          return
      }
    },
    end: () => clearTimeout(quiet),
    words: () => words.join('\n'),
  }
}

function isSameRound(
  round: { apps: ComputeApp[]; stamp: number | null },
  next: { app: ComputeApp; stamp: number | null },
): boolean {
  if (round.stamp !== null && next.stamp !== null) {
    return Math.abs(next.stamp - round.stamp) < roundSpanMilliseconds
  }
  // Without stamps: a card names a process once a round, but for MIG, where its memory then is its own.
  return !round.apps.some(({ pid, gpuUuid }) => pid === next.app.pid && gpuUuid === next.app.gpuUuid)
}
