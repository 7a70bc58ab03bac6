// The stream room: byte streams that wait under a name until a consumer connects, whichever carrier brings it.
import { createFlow } from '../../shared/bytes'
import type { StreamRegistry } from '../services'

export { litter } from './litter'

type StreamLog = (text: string) => void

export function createStreamRegistry(parts: { log: StreamLog }): StreamRegistry {
  const offered = new Map<string, Parameters<StreamRegistry['offer']>[1]>()
  return {
    offer(name, attach) {
      if (offered.has(name)) throw new Error(`The stream ${name} is offered already`)
      offered.set(name, attach)
      return () => {
        // A later offer of the same name is not this disposer's to withdraw.
        if (offered.get(name) === attach) offered.delete(name)
      }
    },
    connect(name, carrier) {
      const attach = offered.get(name)
      if (attach !== undefined) {
        attach(carrier)
        return
      }
      // Ordinary after a reload: the stream ended while the page was away.
      parts.log(`no stream ${JSON.stringify(name)} to connect to`)
      createFlow(carrier).end({ reason: 'lost', detail: 'there is no such stream' })
      carrier.close()
    },
  }
}
