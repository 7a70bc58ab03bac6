// Gathers the rows of one looping query into rounds. The tool marks no end of a round, and stamps each row a few
// milliseconds apart: a round ends when it has as many rows as the last one, when the next begins, or when it falls quiet.
import { completeRound, readLine, type Column, type Reading, type Trouble } from '../../shared/model/nvidia'

export type Rounds = {
  line(text: string): void
  /** Hands over what is gathered (the process ended) and stops waiting. */
  end(): void
  /** The last lines that were no readings: what a failure is recognised by. */
  words(): string
}

/** Rows stamped further apart than this are of different rounds (the loop's period is 1000 ms). */
const roundSpanMilliseconds = 700
const keptWords = 40
const longestWords = 400

/** `emit` gets every card of a round, and a round's number: the same again when a late row completes it. */
export function createRounds(options: {
  emit: (readings: Reading[], round: number) => void
  known: () => Reading[]
  quietMilliseconds: number
}): Rounds {
  let columns: Column[] | null = null
  let round: Reading[] = []
  let number = 0
  let emitted = true
  let lastSize: number | null = null
  let quiet: NodeJS.Timeout | undefined
  let troubles: Trouble[] = []
  let words: string[] = []

  const emit = (): void => {
    clearTimeout(quiet)
    emitted = true
    options.emit(completeRound({ readings: round, troubles }, options.known()), number)
  }

  const row = (reading: Reading): void => {
    if (!continues(round, reading)) {
      if (round.length > 0) {
        if (!emitted) emit()
        lastSize = round.length
      }
      round = []
      number += 1
    }
    round.push(reading)
    emitted = false
    // A card that answers again is no longer in trouble.
    troubles = troubles.filter(({ busId, index }) =>
      busId ? busId !== reading.busId : index !== reading.card.index,
    )
    const size = lastSize ?? reading.count
    clearTimeout(quiet)
    if (size !== null && round.length >= size) emit()
    else quiet = setTimeout(emit, options.quietMilliseconds)
  }

  return {
    line(text) {
      const line = readLine(text, columns)
      if (line.is === 'header') columns = line.columns
      if (line.is === 'row') row(line.reading)
      if (line.is === 'trouble' && !troubles.some((trouble) => same(trouble, line.trouble))) {
        troubles.push(line.trouble)
      }
      if (line.is === 'words' || line.is === 'trouble') {
        words = [...words, line.text.slice(0, longestWords)].slice(-keptWords)
      }
    },
    end() {
      clearTimeout(quiet)
      if (!emitted) emit()
    },
    words: () => words.join('\n'),
  }
}

function continues(round: Reading[], next: Reading): boolean {
  const [first] = round
  const last = round.at(-1)
  if (!first || !last || next.card.index <= last.card.index) return false
  return (
    first.stamp === null || next.stamp === null || Math.abs(next.stamp - first.stamp) < roundSpanMilliseconds
  )
}

const same = (a: Trouble, b: Trouble): boolean => a.busId === b.busId && a.index === b.index
