// Which layers the engine has: those of every image, looked up once per image, since an id never changes its layers.
import type { Engine } from '../engine'

export type HeldLayers = (signal: AbortSignal) => Promise<string[][]>

/** Of more images, the first count: the engine lists the newest first. */
const mostImages = 500
const atOnce = 4

export function createHeldLayers(images: Pick<Engine['images'], 'ids' | 'inspect'>): HeldLayers {
  const known = new Map<string, string[]>()

  return async (signal) => {
    const ids = [...new Set(await images.ids(signal))].slice(0, mostImages)
    const present = new Set(ids)
    for (const id of known.keys()) if (!present.has(id)) known.delete(id)
    const queue = ids.filter((id) => !known.has(id))
    const work = async () => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        const image = await images.inspect(id, signal)
        // Removed since it was listed.
        if (image !== null) known.set(id, image.diffIds)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return ids.flatMap((id) => {
      const layers = known.get(id)
      return layers === undefined ? [] : [layers]
    })
  }
}
