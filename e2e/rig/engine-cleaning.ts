import { z } from 'zod'
import { engineCall, engineJson } from './engine-api'

/** Takes from the engine what tests left in it, and keeps the rig's own images for the next `up`. */
export async function cleanEngine(
  socket: string,
  keep: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const get = (path: string) => engineJson({ socket, method: 'GET', path, signal, milliseconds: 20_000 })
  const remove = (path: string) =>
    engineCall({ socket, method: 'DELETE', path, signal, milliseconds: 60_000 })

  const containers = z.array(z.object({ Id: z.string() })).parse(await get('/containers/json?all=1'))
  await inParallel(containers, 8, async ({ Id }) => {
    // A paused container must go too, and a restart policy must not bring it back.
    await remove(`/containers/${Id}?force=1&v=1`)
  })
  const { Volumes } = z
    .object({ Volumes: z.array(z.object({ Name: z.string() })).nullable() })
    .parse(await get('/volumes'))
  for (const { Name } of Volumes ?? []) await remove(`/volumes/${encodeURIComponent(Name)}?force=1`)
  const networks = z.array(z.object({ Id: z.string(), Name: z.string() })).parse(await get('/networks'))
  for (const { Id, Name } of networks)
    if (!['bridge', 'host', 'none'].includes(Name)) await remove(`/networks/${Id}`)
  await removeImages(socket, keep, signal)
}

async function removeImages(
  socket: string,
  keep: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const shape = z.array(z.object({ Id: z.string(), RepoTags: z.array(z.string()).nullable() }))
  const images = shape.parse(await engineJson({ socket, method: 'GET', path: '/images/json', signal }))
  for (const { Id, RepoTags } of images) {
    const foreign = (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>' && !keep.includes(tag))
    const kept = (RepoTags ?? []).some((tag) => keep.includes(tag))
    // A tag at a time where a kept one points at the same image: by id it would go with all its tags.
    for (const name of kept ? foreign : [Id])
      await engineCall({
        socket,
        method: 'DELETE',
        path: `/images/${name}?force=1`,
        signal,
        milliseconds: 60_000,
      })
  }
  await engineCall({ socket, method: 'POST', path: '/build/prune?all=1', signal, milliseconds: 60_000 })
}

async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
