import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { ByteCarrier } from '../../shared/bytes'
import { createWatches, type Watches } from './watches'
import type { ContractClient, Transport } from './transport'

export type App = { transport: Transport; watches: Watches }

export function createApp(transport: Transport): App {
  return { transport, watches: createWatches(transport.client) }
}

const AppContext = createContext<App | null>(null)

/** Gives every screen the one client, and the subscriptions they share. */
export function AppProvider(props: { app: App; children: ReactNode }) {
  return <AppContext value={props.app}>{props.children}</AppContext>
}

export function useApp(): App {
  const app = useContext(AppContext)
  if (!app) throw new Error('A screen stands outside AppProvider')
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
