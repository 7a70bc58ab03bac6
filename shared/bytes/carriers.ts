// Carriers of the byte channel: message ports (the browser's and Electron's), WebSockets (the browser's and `ws`), and one process.
import type { ByteCarrier, ByteMessage } from './protocol'

/** What the browser's MessagePort and Electron's MessagePortMain have in common, events apart. */
export type PortLike = {
  postMessage(message: unknown): void
  start(): void
  close(): void
} & ({ addEventListener(type: 'message' | 'close', listener: PortListener): void } | { on: PortOn })

type PortListener = (event: { data?: unknown; type?: string }) => void
// Two overloads, because MessagePortMain's listeners differ in their arguments.
type PortOn = {
  (event: 'message', listener: (event: { data: unknown }) => void): unknown
  (event: 'close', listener: () => void): unknown
}

export function portCarrier(port: PortLike): ByteCarrier {
  const listen = (type: 'message' | 'close', listener: PortListener) => {
    if ('addEventListener' in port) port.addEventListener(type, listener)
    else if (type === 'message') port.on('message', listener)
    else port.on('close', () => listener({}))
  }
  return {
    send: (message) => port.postMessage(typeof message === 'string' ? message : exact(message)),
    close: () => port.close(),
    onMessage: (listener) => {
      listen('message', ({ data }) => {
        const message = asMessage(data)
        if (message !== null) listener(message)
      })
      port.start()
    },
    onClose: (listener) => listen('close', () => listener()),
  }
}

/** What the browser's WebSocket and a `ws` socket have in common. */
export type SocketLike = {
  binaryType: string
  readonly readyState: number
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(): void
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: PortListener): void
}

/** May be made before the socket is open: what is sent waits, and what arrives waits for its listener. */
export function socketCarrier(socket: SocketLike): ByteCarrier {
  socket.binaryType = 'arraybuffer'
  const unsent: ByteMessage[] = []
  const unread: ByteMessage[] = []
  let listener: ((message: ByteMessage) => void) | null = null
  const sendNow = (message: ByteMessage) =>
    socket.send(typeof message === 'string' ? message : exact(message))
  // 'close' always follows and says all we need; without a listener, `ws` throws the error instead.
  socket.addEventListener('error', () => undefined)
  socket.addEventListener('open', () => {
    for (const message of unsent.splice(0)) sendNow(message)
  })
  socket.addEventListener('message', ({ data }) => {
    const message = asMessage(data)
    if (message === null) return
    if (listener === null) unread.push(message)
    else listener(message)
  })
  return {
    send: (message) => {
      if (socket.readyState === connecting) unsent.push(message)
      else if (socket.readyState === open) sendNow(message)
    },
    close: () => socket.close(),
    onMessage: (next) => {
      listener = next
      for (const message of unread.splice(0)) next(message)
    },
    onClose: (next) => socket.addEventListener('close', () => next()),
  }
}

// WebSocket.CONNECTING and WebSocket.OPEN, the same numbers in every implementation.
const connecting = 0
const open = 1

/** Two ends in one process, asynchronous like the real ones: for the command line, and for tests. */
export function inProcessCarriers(): [ByteCarrier, ByteCarrier] {
  const first = end()
  const second = end()
  first.meet(second)
  second.meet(first)
  return [first.carrier, second.carrier]
}

type End = {
  carrier: ByteCarrier
  meet(peer: End): void
  receive(message: ByteMessage): void
  hangUp(): void
}

function end(): End {
  const unread: ByteMessage[] = []
  let listener: ((message: ByteMessage) => void) | null = null
  let onClose: (() => void)[] = []
  let peer: End | null = null
  let closed = false
  const hangUp = () => {
    if (closed) return
    closed = true
    for (const told of onClose) told()
    onClose = []
  }
  return {
    meet: (other) => {
      peer = other
    },
    receive: (message) => {
      if (closed) return
      if (listener === null) unread.push(message)
      else listener(message)
    },
    hangUp,
    carrier: {
      send: (message) => {
        const to = peer
        if (!closed) queueMicrotask(() => to?.receive(message))
      },
      close: () => {
        const to = peer
        // After the messages already sent, as on a port.
        queueMicrotask(() => to?.hangUp())
        closed = true
      },
      onMessage: (next) => {
        listener = next
        for (const message of unread.splice(0)) next(message)
      },
      onClose: (next) => {
        if (closed) next()
        else onClose.push(next)
      },
    },
  }
}

/**
 * The same bytes in a buffer of their own. Cloning a view clones the whole buffer behind it: for one of Node's pooled
 * Buffers that would send its neighbours along.
 */
function exact(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) return new Uint8Array(buffer)
  return new Uint8Array(bytes)
}

function asMessage(data: unknown): ByteMessage | null {
  if (typeof data === 'string') return data
  if (data instanceof Uint8Array) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  // Neither end of ours sends anything else; another sender's message is not for us.
  return null
}
