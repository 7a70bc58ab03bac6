// Takes the secrets that this Berth has handled out of what it says: whatever name they stand under, and wherever.
import { removed } from '../../shared/model/redact'

export type Mask = {
  heard: (value: string) => void
  cover: (text: string) => string
}

/** A shorter one is a word that stands everywhere ("1", "true"); covering it would tell where it is. */
const leastCharacters = 6

export function createMask(): Mask {
  /** Longest first: one may be the beginning of another. */
  let known: string[] = []
  return {
    heard(value) {
      // As it is, without the line break at its end, line by line, and as JSON and shells write it.
      const forms = [value, value.trim(), ...value.split('\n'), JSON.stringify(value).slice(1, -1)]
      const fresh = forms.filter((form) => form.trim().length >= leastCharacters && !known.includes(form))
      if (fresh.length > 0)
        known = [...new Set([...known, ...fresh])].sort((one, other) => other.length - one.length)
    },
    cover: (text) => known.reduce((told, form) => told.replaceAll(form, removed), text),
  }
}
