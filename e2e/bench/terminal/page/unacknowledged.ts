// Counts what byte channels brought into this page against what was acknowledged, by listening in on both carriers.

type Count = { received: number; acknowledged: number }

/** Call before the app opens any. `most` throws where no byte was heard: then this listened in on the wrong thing. */
export function countUnacknowledged(): { most(): number } {
  const counts = new WeakMap<object, Count>()
  let most = 0
  const countOf = (carrier: object) => {
    const count = counts.get(carrier) ?? { received: 0, acknowledged: 0 }
    counts.set(carrier, count)
    return count
  }
  const onMessage = (carrier: object, data: unknown) => {
    if (!(data instanceof ArrayBuffer) && !(data instanceof Uint8Array)) return
    const count = countOf(carrier)
    count.received += data.byteLength
    most = Math.max(most, count.received - count.acknowledged)
  }
  const onSend = (carrier: object, message: unknown) => {
    if (typeof message !== 'string' || !message.startsWith('{"is":"ack"')) return
    countOf(carrier).acknowledged += Number(/"bytes":(\d+)/.exec(message)?.[1] ?? 0)
  }
  listenIn(WebSocket.prototype, { sends: 'send', onMessage, onSend })
  listenIn(MessagePort.prototype, { sends: 'postMessage', onMessage, onSend })
  return {
    most: () => {
      if (most === 0) throw new Error('no byte of a channel was heard')
      return most
    },
  }
}

type Ears = {
  sends: string
  onMessage: (carrier: object, data: unknown) => void
  onSend: (carrier: object, message: unknown) => void
}

function listenIn(prototype: EventTarget, ears: Ears): void {
  wrap(prototype, ears.sends, (carrier, [message]) => ears.onSend(carrier, message))
  const heard = new WeakSet<object>()
  const hear = (carrier: object) => {
    if (heard.has(carrier) || !(carrier instanceof EventTarget)) return
    heard.add(carrier)
    EventTarget.prototype.addEventListener.call(carrier, 'message', (event) => {
      if (event instanceof MessageEvent) ears.onMessage(carrier, event.data)
    })
  }
  wrap(prototype, 'addEventListener', (carrier, [type]) => {
    if (type === 'message') hear(carrier)
  })
  const handler = Object.getOwnPropertyDescriptor(prototype, 'onmessage')
  if (handler?.set === undefined) throw new Error('onmessage cannot be set')
  Object.defineProperty(prototype, 'onmessage', {
    ...handler,
    set(this: object, listener: unknown) {
      hear(this)
      handler.set?.call(this, listener)
    },
  })
}

function wrap(
  prototype: EventTarget,
  name: string,
  before: (carrier: object, args: unknown[]) => void,
): void {
  const inner: unknown = Reflect.get(prototype, name)
  if (typeof inner !== 'function') throw new Error(`${name} is no method`)
  Object.defineProperty(prototype, name, {
    configurable: true,
    writable: true,
    value(this: object, ...args: unknown[]): unknown {
      before(this, args)
      return Reflect.apply(inner, this, args)
    },
  })
}
