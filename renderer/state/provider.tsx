import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { ByteCarrier } from '../../shared/bytes'
import { createWatches, type Watches } from './watches'
import type { ContractClient, Transport } from './transport'

export type App = { transport: Transport; watches: Watches }

const AppContext = createContext<App | null>(null)

/** Gives every screen the one client, and the subscriptions they share. */
export function TransportProvider(props: { transport: Transport; children: ReactNode }) {
  const { transport } = props
  const app = useMemo(() => ({ transport, watches: createWatches(transport.client) }), [transport])
  return <AppContext value={app}>{props.children}</AppContext>
}

export function useApp(): App {
  const app = useContext(AppContext)
  if (!app) throw new Error('A screen stands outside TransportProvider')
  return app
}

export function useClient(): ContractClient {
  return useApp().transport.client
}

/** Byte streams by name, e.g. `terminal/<id>`; whoever connects closes. */
export function useStreams(): { connect: (name: string) => ByteCarrier } {
  const { transport } = useApp()
  return useMemo(() => ({ connect: (name: string) => transport.connect(name) }), [transport])
}
