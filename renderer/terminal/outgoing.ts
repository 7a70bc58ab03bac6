// What goes to the shell: typed keys at once, pasted text in pieces, so that ten megabytes neither freeze the page nor
// pile up in one message. Ctrl+C gives the rest of a paste up.

const pieceBytes = 16 * 1024
const interrupt = 3

export type Outgoing = {
  type(bytes: Uint8Array): void
  /** `close`: sent if the paste is given up half way (the end of a bracket); '' for nothing. */
  paste(bytes: Uint8Array, close: Uint8Array): void
  dispose(): void
}

/** `later` waits a moment and can be called off by what it returns. */
export function createOutgoing(
  send: (bytes: Uint8Array) => void,
  later: (go: () => void) => () => void,
): Outgoing {
  let queue: { rest: Uint8Array; close: Uint8Array }[] = []
  let cancel: (() => void) | null = null

  const next = () => {
    cancel = null
    const first = queue[0]
    if (first === undefined) return
    send(first.rest.subarray(0, pieceBytes))
    first.rest = first.rest.subarray(pieceBytes)
    if (first.rest.length === 0) queue.shift()
    if (queue.length > 0) cancel = later(next)
  }
  const giveUp = () => {
    const close = queue[0]?.close
    queue = []
    cancel?.()
    cancel = null
    if (close !== undefined && close.length > 0) send(close)
  }
  return {
    type(bytes) {
      if (queue.length > 0 && bytes.length === 1 && bytes[0] === interrupt) giveUp()
      // What is typed while a paste goes out comes after it.
      if (queue.length > 0) queue.push({ rest: bytes, close: new Uint8Array() })
      else send(bytes)
    },
    paste(bytes, close) {
      if (bytes.length === 0) return
      queue.push({ rest: bytes, close })
      if (cancel === null) next()
    },
    dispose() {
      queue = []
      cancel?.()
    },
  }
}

export function laterByTimer(go: () => void): () => void {
  const timer = setTimeout(go)
  return () => clearTimeout(timer)
}
