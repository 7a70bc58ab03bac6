// Runs in the app's page before the app: measures from a person's key to what it brings to the screen, and counts the
// bytes that the page was given and has not acknowledged.
import { onDrawn, textOf } from './drawn'
import { countUnacknowledged } from './unacknowledged'

type Wait = { key: string; ctrl: boolean; text: string }

export type Probe = {
  /** From the next such key until `text` is drawn in this terminal. */
  fromKey(terminal: string, wait: Wait): void
  /** Milliseconds, when it is drawn. */
  took(): Promise<number>
  /** From now on, each typed character until it stands behind the prompt. */
  startEcho(terminal: string, prompt: string): void
  /** Of every character whose echo came; `missing` are those still to come. */
  echoes(): { milliseconds: number[]; missing: number }
  screen(terminal: string): string
  mostUnacknowledged(): number
}

declare global {
  var berthProbe: Probe
}

const unacknowledged = countUnacknowledged()
let waited: Promise<number> = Promise.resolve(NaN)
let echo: Echo | null = null

type Echo = { typed: string; waiting: { upTo: number; since: number }[]; took: number[]; stop(): void }

globalThis.berthProbe = {
  fromKey(terminal, { key, ctrl, text }) {
    const rows = rowsOf(terminal)
    waited = new Promise((resolve) => {
      const onKey = (event: KeyboardEvent) => {
        if (event.key !== key || event.ctrlKey !== ctrl) return
        removeEventListener('keydown', onKey, true)
        const since = event.timeStamp
        onDrawn(
          rows,
          (screen) => screen.includes(text),
          (at) => resolve(at - since),
        )
      }
      addEventListener('keydown', onKey, true)
    })
  },
  took: () => waited,
  startEcho(terminal, prompt) {
    echo?.stop()
    const rows = rowsOf(terminal)
    const onKey = ({ key, timeStamp, ctrlKey }: KeyboardEvent) => {
      // The line is taken back.
      if (key === 'u' && ctrlKey) made.typed = ''
      if (key.length !== 1 || ctrlKey) return
      made.typed += key
      const upTo = made.typed
      const wait = { upTo: upTo.length, since: timeStamp }
      made.waiting.push(wait)
      onDrawn(
        rows,
        (screen) => screen.includes(prompt + upTo),
        (at) => {
          made.waiting.splice(made.waiting.indexOf(wait), 1)
          made.took.push(at - wait.since)
        },
      )
    }
    addEventListener('keydown', onKey, true)
    const made: Echo = {
      typed: '',
      waiting: [],
      took: [],
      stop: () => removeEventListener('keydown', onKey, true),
    }
    echo = made
  },
  echoes: () => ({ milliseconds: echo?.took ?? [], missing: echo?.waiting.length ?? 0 }),
  screen: (terminal) => textOf(rowsOf(terminal)),
  mostUnacknowledged: () => unacknowledged.most(),
}

function rowsOf(terminal: string): Element {
  const rows = document.querySelector(`[data-terminal="${terminal}"] .xterm-rows`)
  if (rows === null) throw new Error(`there is no screen of terminal ${terminal}`)
  return rows
}
