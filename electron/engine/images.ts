// Images on the engine, and the way they get there.
import { z } from 'zod'
import { splitReference } from '../../shared/model/names'
import { RefusalError } from '../../shared/model/refusal'
import type { Calls } from './calls'
import { checkedReference } from './checked'
import type { RegistryAuth } from './credentials'
import { refusalFor } from './failures'
import { jsonLines } from './lines'
import { ImageSchema } from './summaries'
import type { Engine } from './types'

type Credentials = (name: string, signal: AbortSignal) => Promise<RegistryAuth | null>

const ReferencesSchema = z.array(
  z.object({
    Id: z.string(),
    Size: z.number().default(0),
    RepoTags: z.array(z.string()).nullish(),
    RepoDigests: z.array(z.string()).nullish(),
  }),
)
const IdsSchema = z.array(z.object({ Id: z.string() }))
const ProgressSchema = z.object({
  id: z.string().default(''),
  status: z.string().default(''),
  progressDetail: z
    .object({ current: z.number().optional(), total: z.number().optional(), units: z.string().optional() })
    .nullish(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().default('') }).nullish(),
})

export function createImages(calls: Calls, credentials: Credentials): Engine['images'] {
  const list: Engine['images']['list'] = async (signal) => {
    const ask = { method: 'GET' as const, path: '/images/json' }
    const images = await calls.json(ask, ReferencesSchema, { signal, deadline: 30_000 })
    return images.map(({ Id: id, Size: sizeBytes, RepoTags, RepoDigests }) => {
      const all = [...(RepoTags ?? []), ...(RepoDigests ?? [])]
      return { id, sizeBytes, references: all.filter((reference) => !reference.includes('<none>')) }
    })
  }
  return {
    async inspect(reference, signal) {
      const ask = { method: 'GET' as const, path: `/images/${checkedReference(reference)}/json` }
      const reply = await calls.reply(ask, { signal, accept: [404], subject: { image: reference } })
      return reply.status === 404 ? null : ImageSchema.parse(JSON.parse(reply.body.toString('utf8')))
    },
    list,
    async references(signal) {
      return new Set((await list(signal)).flatMap(({ references }) => references))
    },
    async ids(signal) {
      const images = await calls.json({ method: 'GET', path: '/images/json' }, IdsSchema, {
        signal,
        deadline: 30_000,
      })
      return images.map(({ Id }) => Id)
    },
    async pull(reference, onEvent, signal) {
      const { name, tag, digest } = splitReference(checkedReference(reference))
      const registryAuth = await credentials(name, signal)
      if (signal.aborted) throw new RefusalError('Cancelled')
      const subject = { image: reference }
      // With an empty tag the engine would pull every tag there is; splitReference gives one or a digest.
      const query = { fromImage: name, tag: digest || tag }
      const ask = {
        method: 'POST' as const,
        path: '/images/create',
        query,
        ...(registryAuth ? { registryAuth } : {}),
      }
      // The engine sends nothing before the registry has answered; it gives up on its own when that never happens.
      const stream = await calls.stream(ask, { signal, deadline: null, subject })
      for await (const line of jsonLines(stream)) {
        const { id, status, progressDetail, error, errorDetail } = ProgressSchema.parse(line)
        const failure = errorDetail?.message || error
        if (failure) throw refusalFor({ text: failure, subject })
        // With the containerd store 'Extracting' counts seconds, not bytes.
        const bytes = progressDetail?.units ? {} : (progressDetail ?? {})
        onEvent({ id, status, currentBytes: bytes.current ?? null, totalBytes: bytes.total || null })
      }
    },
    async remove(reference) {
      const ask = { method: 'DELETE' as const, path: `/images/${checkedReference(reference)}` }
      await calls.reply(ask, { deadline: 120_000, subject: { image: reference } })
    },
  }
}
