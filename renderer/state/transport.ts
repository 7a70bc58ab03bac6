// The way to the services: the contract's client and the byte streams, over whichever carrier this page was given.
import type { ContractRouterClient } from '@orpc/contract'
import type { ByteCarrier } from '../../shared/bytes'
import type { Contract } from '../../shared/contract'
import type { Ended } from './ending'
import { desktopTransport } from './transport-desktop'
import { headlessTransport } from './transport-headless'

export type ContractClient = ContractRouterClient<Contract>

export type Transport = {
  /** 'desktop': message ports to Electron's main process. 'headless': WebSockets to `berth serve`. */
  mode: 'desktop' | 'headless'
  /** A lost connection rejects what is under way; the next call opens a new one. */
  client: ContractClient
  /** One byte stream by its name, e.g. `terminal/<id>`; whoever connects closes. */
  connect(name: string): ByteCarrier
  /** When the session ended that this page lives in; never in the desktop app. */
  ending: Ended
}

/** One per page: call it once, where the page starts. */
export function createTransport(): Transport {
  return 'berthDesktop' in window && window.berthDesktop === true
    ? desktopTransport(window)
    : headlessTransport(window.location)
}
