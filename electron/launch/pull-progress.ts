// Turns the engine's pull messages into bytes, speed and time left, for both of Docker's image stores. Pure.
import type { PullProgress } from '../../shared/contract/launch'
import type { PullEvent } from '../engine'

type Layer = PullProgress['layers'][number]
type Sample = { at: number; bytes: number }

export type PullState = {
  layers: ReadonlyMap<string, Layer>
  samples: readonly Sample[]
}

export const noPull: PullState = { layers: new Map(), samples: [] }

const windowMilliseconds = 5_000
/** Two samples nearer than this say nothing about speed. */
const leastMilliseconds = 500

const waiting = { currentBytes: 0, totalBytes: null }

function layerAfter(event: PullEvent, before: Layer | undefined): Layer | null {
  const layer = before ?? { id: event.id, phase: 'waiting', ...waiting }
  const { status } = event
  if (status.startsWith('Retrying')) return { ...layer, phase: 'waiting', currentBytes: 0 }
  switch (status) {
    case 'Pulling fs layer':
    case 'Waiting':
      return { ...layer, phase: 'waiting' }
    case 'Downloading':
      return {
        ...layer,
        phase: 'downloading',
        currentBytes: event.currentBytes ?? layer.currentBytes,
        totalBytes: event.totalBytes !== null && event.totalBytes > 0 ? event.totalBytes : layer.totalBytes,
      }
    case 'Verifying Checksum':
    case 'Download complete':
      return downloaded(layer, 'downloaded')
    // Its figures are bytes on one store and seconds on the other; the download's own stay.
    case 'Extracting':
      return downloaded(layer, 'extracting')
    case 'Pull complete':
      return downloaded(layer, 'done')
    case 'Already exists':
      return { ...layer, phase: 'present', currentBytes: 0, totalBytes: 0 }
    default:
      return before ?? null
  }
}

/** Small layers arrive without a single figure: what they weigh is then not known, and no longer matters. */
function downloaded(layer: Layer, phase: Layer['phase']): Layer {
  const totalBytes = layer.totalBytes ?? layer.currentBytes
  return { ...layer, phase, totalBytes, currentBytes: totalBytes }
}

export function afterPullEvent(state: PullState, event: PullEvent, now: number): PullState {
  // The first line's id is the tag.
  if (!/^[0-9a-f]{12}$/.test(event.id)) return state
  const layer = layerAfter(event, state.layers.get(event.id))
  if (layer === null) return state
  const layers = new Map(state.layers).set(event.id, layer)
  const bytes = sum(layers, (each) => each.currentBytes)
  const recent = state.samples.filter(({ at }) => at >= now - windowMilliseconds)
  return { layers, samples: [...recent, { at: now, bytes }] }
}

/** `expectedBytes`: what the catalogue says of the whole, for the time in which not every layer's size is known. */
export function pullProgress(
  state: PullState,
  now: number,
  expectedBytes: number | null = null,
): PullProgress {
  const layers = [...state.layers.values()]
  const currentBytes = sum(state.layers, (each) => each.currentBytes)
  const known = sum(state.layers, (each) => each.totalBytes ?? each.currentBytes)
  const complete = layers.length > 0 && layers.every((each) => each.totalBytes !== null)
  const totalBytes = complete ? known : expectedBytes === null ? null : Math.max(known, expectedBytes)
  const bytesPerSecond = speed(state.samples, now, currentBytes)
  const left = totalBytes === null ? null : totalBytes - currentBytes
  return {
    layers,
    currentBytes,
    totalBytes,
    bytesPerSecond,
    secondsLeft: left === null || !bytesPerSecond ? null : left / bytesPerSecond,
  }
}

function speed(samples: readonly Sample[], now: number, currentBytes: number): number | null {
  const first = samples.find(({ at }) => at >= now - windowMilliseconds)
  if (!first || now - first.at < leastMilliseconds) return null
  return Math.max(0, ((currentBytes - first.bytes) * 1000) / (now - first.at))
}

function sum(layers: ReadonlyMap<string, Layer>, of: (layer: Layer) => number): number {
  let total = 0
  for (const layer of layers.values()) total += of(layer)
  return total
}
