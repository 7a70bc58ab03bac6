import { create } from 'zustand'
import { defaultSpec, type GpuChoice, type LaunchSpec } from '../../../shared/model/launch-spec'

/** What the person changed from the defaults; kept while the app is open. null: the default. */
export type Choices = {
  folder: string | null
  gpus: GpuChoice | null
} & Pick<LaunchSpec, 'name' | 'memoryBytes' | 'cpus' | 'shmBytes' | 'env' | 'mounts' | 'restart'>

export const noChoices: Choices = {
  folder: null,
  gpus: null,
  name: '',
  memoryBytes: null,
  cpus: null,
  shmBytes: null,
  env: [],
  mounts: [],
  restart: 'no',
}

export const useChoices = create<Choices>(() => noChoices)

export function choose(change: Partial<Choices>): void {
  useChoices.setState(change)
}

export type Target = { image: string; entry: string }

/** The spec that pressing Launch sends: the choices, with the defaults in the gaps. */
export function specOf(
  target: Target,
  choices: Choices,
  defaults: { folder: string; gpus: GpuChoice },
): LaunchSpec {
  const { folder, gpus, ...rest } = choices
  return {
    ...defaultSpec({ ...target, projectFolder: folder ?? defaults.folder, gpus: gpus ?? defaults.gpus }),
    ...rest,
    env: rest.env.filter((variable) => variable.name !== ''),
    mounts: rest.mounts.filter((mount) => mount.source !== '' && mount.target !== ''),
  }
}

/** How many of the further options (not folder, GPUs or limits) differ from the defaults. */
export function changedOptions(choices: Choices): number {
  return (
    (choices.name === '' ? 0 : 1) +
    (choices.restart === 'no' ? 0 : 1) +
    choices.env.length +
    choices.mounts.length
  )
}
