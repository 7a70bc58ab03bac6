import { rm } from 'node:fs/promises'
import { withLock } from './lock'
import { stopContainerd, stopEngine } from './engine'
import { removeBridge } from './network'
import { stopMeter } from './nvidia/index'
import type { Place } from './place'
import { stopRegistries } from './registry'
import type { DownOptions } from './types'

export async function takeDown(place: Place, subnet: number, options: DownOptions = {}): Promise<void> {
  await withLock(place.lock, { signal: options.signal }, async () => {
    await stopEngine(place, 'term', options.signal)
    await stopContainerd(place, options.signal)
    await stopRegistries(place, options.signal)
    await stopMeter(place, options.signal)
    await removeBridge(place.bridge, subnet)
    await rm(place.run, { recursive: true, force: true })
  })
}
