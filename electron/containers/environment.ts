// Reads from a container's labels which environment of Berth it is; anybody may write labels, so nothing in them is trusted.
import type { Container } from '../../shared/contract/containers'
import { labels as names } from '../../shared/model/labels'
import { GpuChoiceSchema } from '../../shared/model/launch-spec'
import { BerthIdSchema } from '../../shared/model/names'

export function environmentFrom(labels: Record<string, string>): Container['environment'] {
  const id = labels[names.environment]
  if (!BerthIdSchema.safeParse(id).success || id === undefined) return null
  const startedBy = labels[names.user] ?? ''
  return {
    id,
    name: labels[names.name] ?? '',
    entry: labels[names.entry] ?? '',
    projectFolder: labels[names.folder] ?? '',
    gpus: gpusFrom(labels[names.gpus]),
    gpuUuids: (labels[names.gpuUuids] ?? '').split(',').filter((uuid) => uuid !== ''),
    jupyter: labels[names.jupyter] === 'true',
    launchedAt: Number(labels[names.launchedAt]) || 0,
    ...(startedBy === '' ? {} : { startedBy }),
  }
}

function gpusFrom(text: string | undefined) {
  try {
    return GpuChoiceSchema.parse(JSON.parse(text ?? ''))
  } catch {
    // A label that another program or an older Berth wrote: the environment is still one, its choice is not known.
    return { is: 'none' as const }
  }
}
