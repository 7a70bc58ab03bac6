// Volumes on the engine, as far as Berth uses them: empty ones, whose labels carry a note for every Berth on it.
import { z } from 'zod'
import { RefusalError } from '../../shared/model/refusal'
import type { Calls } from './calls'
import type { Engine } from './types'

const ListSchema = z.object({
  Volumes: z
    .array(z.object({ Name: z.string(), Labels: z.record(z.string(), z.string()).nullish() }))
    .nullish(),
})

export function createVolumes(calls: Calls): Engine['volumes'] {
  return {
    async labelled(label, signal) {
      const query = { filters: JSON.stringify({ label: [label] }) }
      const found = await calls.json({ method: 'GET', path: '/volumes', query }, ListSchema, { signal })
      return (found.Volumes ?? []).map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} }))
    },
    async create(name, labels, signal) {
      const ask = { method: 'POST' as const, path: '/volumes/create', body: { Name: name, Labels: labels } }
      await calls.reply(ask, { signal, subject: { name } })
    },
    async remove(name, signal) {
      const ask = { method: 'DELETE' as const, path: `/volumes/${checkedName(name)}` }
      await calls.reply(ask, { signal, accept: [404], subject: { name } })
    },
  }
}

/** moby's `RestrictedNamePattern`. */
function checkedName(name: string): string {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/.test(name)) return name
  throw new RefusalError('InvalidInput', { params: { what: 'volume' }, evidence: name.slice(0, 100) })
}
