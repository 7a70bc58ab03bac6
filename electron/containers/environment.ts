// Reads from a container's labels which environment of Berth it is; anybody may write labels, so nothing in them is trusted:
// what Berth cannot have written there counts as not written.
import type { Container } from '../../shared/contract/containers'
import { labels as names } from '../../shared/model/labels'
import { GpuChoiceSchema } from '../../shared/model/launch-spec'
import { BerthIdSchema, EnvironmentNameSchema } from '../../shared/model/names'
import type { ContainerSummary } from '../engine'

/** Longer ones are nobody's: a path's limit on Linux, a user's name, a list of cards, a choice of them. */
const longest = { folder: 4096, user: 256, entry: 80, cards: 8192 }

export function environmentFrom({
  name,
  labels,
}: Pick<ContainerSummary, 'name' | 'labels'>): Container['environment'] {
  const id = labels[names.environment]
  if (!BerthIdSchema.safeParse(id).success || id === undefined) return null
  const named = EnvironmentNameSchema.safeParse(labels[names.name])
  const startedBy = upTo(longest.user, labels[names.user])
  return {
    id,
    name: named.success ? named.data : name,
    entry: upTo(longest.entry, labels[names.entry]),
    projectFolder: upTo(longest.folder, labels[names.folder]),
    gpus: gpusFrom(upTo(longest.cards, labels[names.gpus])),
    gpuUuids: upTo(longest.cards, labels[names.gpuUuids])
      .split(',')
      .filter((uuid) => uuid !== ''),
    jupyter: labels[names.jupyter] === 'true',
    launchedAt: momentFrom(labels[names.launchedAt]),
    ...(startedBy === '' ? {} : { startedBy }),
  }
}

function upTo(length: number, text = ''): string {
  return text.length <= length ? text : ''
}

/** 0 for what no Date can hold. */
function momentFrom(text = ''): number {
  const time = new Date(Number(text)).getTime()
  return time > 0 ? time : 0
}

function gpusFrom(text: string) {
  try {
    return GpuChoiceSchema.parse(JSON.parse(text))
  } catch {
    // A label that another program or an older Berth wrote: the environment is still one, its choice is not known.
    return { is: 'none' as const }
  }
}
