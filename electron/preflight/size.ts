// What a pull costs: layers that are not here yet, and the room they take. Pure.
import type { Preflight } from '../../shared/contract/preflight'

/** Compressed size of each layer, and the digest it unpacks to; both bottom first. */
export type Layers = { layers: readonly { digest: string; bytes: number }[]; diffIds: readonly string[] }

/** What the engine has: the layers of each of its images, bottom first, and how it finds them again. */
export type Held = { images: readonly (readonly string[])[]; store: 'chain' | 'digest' }

/** Only unpacking tells for sure. The rig's JupyterLab image takes 2.9 times its packed size (preflight.rig.test.ts). */
const unpackedPerByte = 2.5

export function pullSize(
  remote: Layers,
  held: Held,
  freeBytes: number | null,
): NonNullable<Preflight['size']> {
  const here = layersHere(remote, held)
  // A layer that stands in an image twice is downloaded once.
  const bytesOf = (wanted: (index: number) => boolean) => {
    const seen = new Map(
      remote.layers.flatMap(({ digest, bytes }, at) => (wanted(at) ? [[digest, bytes]] : [])),
    )
    return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0)
  }
  const downloadBytes = bytesOf((at) => at >= here.length || here[at] !== true)
  const unpackedBytes = Math.round(downloadBytes * unpackedPerByte)
  // containerd's store keeps the packed layers beside the unpacked ones.
  const stays = held.store === 'digest' ? unpackedBytes + downloadBytes : unpackedBytes
  return {
    layers: remote.layers.length,
    totalBytes: bytesOf(() => true),
    downloadBytes,
    unpackedBytes,
    freeAfterBytes: freeBytes === null ? null : freeBytes - stays,
  }
}

/**
 * By index. The classic store finds a layer only on top of the very layers below it (moby
 * daemon/internal/distribution/xfer/download.go, ChainID): a run from the bottom that some image shares. Where layers and
 * diff ids do not pair, nothing counts as here.
 */
function layersHere({ layers, diffIds }: Layers, { images, store }: Held): boolean[] {
  if (layers.length !== diffIds.length) return []
  if (store === 'digest') {
    const all = new Set(images.flat())
    return diffIds.map((id) => all.has(id))
  }
  const longest = Math.max(0, ...images.map((image) => sharedRun(image, diffIds)))
  return diffIds.map((_id, at) => at < longest)
}

function sharedRun(one: readonly string[], other: readonly string[]): number {
  const differs = other.findIndex((id, at) => one[at] !== id)
  return differs === -1 ? other.length : differs
}
