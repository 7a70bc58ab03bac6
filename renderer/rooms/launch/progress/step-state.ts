import type { LaunchTask, PullProgress } from '../../../../shared/contract/launch'

export type StepState = 'waiting' | 'now' | 'done' | 'failed' | 'stopped'

export function stepState(task: LaunchTask, index: number): StepState {
  if (task.state.is === 'done' || index < task.step) return 'done'
  if (index > task.step) return 'waiting'
  if (task.state.is === 'failed') return 'failed'
  return task.state.is === 'cancelled' ? 'stopped' : 'now'
}

export type LayerRow = PullProgress['layers'][number] & { ratio: number }

/** Layers that travel, each with how far it is; those here already are only counted. */
export function layerRows(pull: PullProgress): { rows: LayerRow[]; present: number } {
  const moving = pull.layers.filter((layer) => layer.phase !== 'present')
  const rows = moving.map((layer) => ({ ...layer, ratio: ratioOf(layer) }))
  return { rows, present: pull.layers.length - moving.length }
}

function ratioOf(layer: PullProgress['layers'][number]): number {
  if (layer.phase === 'waiting') return 0
  // While unpacking, the engine counts from the beginning again: the download itself is whole.
  if (layer.phase !== 'downloading') return 1
  return layer.totalBytes ? Math.min(1, layer.currentBytes / layer.totalBytes) : 0
}
