// The engine's containers as the screen wants them.
import {
  ContainerStateSchema,
  type Container,
  type ContainerDetails,
  type Losses,
} from '../../shared/contract/containers'
import { looksSecret } from '../../shared/model/secrets'
import { labels as names } from '../../shared/model/labels'
import { secretNames } from '../../shared/model/launch'
import type { ContainerDetails as Inspected, ContainerSummary } from '../engine'
import { environmentFrom } from './environment'

export type GpuRequest = Container['gpuRequest']

export function containerFrom(one: ContainerSummary, gpuRequest: GpuRequest): Container {
  const { id, name, image, imageId, status, createdAt, ports, mounts, labels } = one
  const state = ContainerStateSchema.safeParse(one.state)
  return {
    ...{ id, name, image, imageId, status, createdAt, ports, gpuRequest },
    // Podman knows more words ('configured', 'stopped', 'exited'); for a person each of them is "not running".
    state: state.success ? state.data : 'exited',
    mounts: mounts.map(({ type, source, target, readOnly }) => ({ type, source, target, readOnly })),
    environment: environmentFrom({ name, labels }),
  }
}

/** A device request counts as one for GPUs by its capability or its driver; CDI names by their vendor's class. */
export function gpuRequestFrom({ deviceRequests }: Pick<Inspected, 'deviceRequests'>): GpuRequest {
  const asked = deviceRequests.filter(
    ({ driver, capabilities, deviceIds }) =>
      driver === 'nvidia' || capabilities.flat().includes('gpu') || deviceIds.some((id) => /\/gpu=/.test(id)),
  )
  const ids = asked.flatMap(({ deviceIds }) => deviceIds.map((id) => id.replace(/^[^=]+\/gpu=/, '')))
  if (ids.includes('all') || asked.some(({ count }) => count === -1)) return 'all'
  if (ids.length > 0) return ids
  const count = asked.reduce((sum, each) => sum + each.count, 0)
  return count > 0 ? count : 'none'
}

export function detailsFrom(one: Inspected): ContainerDetails {
  const { id, startedAt, exitCode, oomKilled, error, user, shmBytes } = one
  const env = one.env.map((line) => {
    const [name = '', ...rest] = line.split('=')
    const value = rest.join('=')
    return { name, value: looksSecret(name, value) ? null : shortened(value) }
  })
  const inFile = secretNames(one.labels[names.spec])
    .filter((name) => !env.some((variable) => variable.name === name))
    .map((name) => ({ name, value: null }))
  return { id, startedAt, exitCode, oomKilled, error, user, shmBytes, env: [...env, ...inFile] }
}

/** A variable may be as long as its image's author likes; what is shown of it is not. */
const longestValue = 4096

function shortened(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, longestValue)}…`
}

/** A volume that nobody named has 64 hex digits for a name, and goes with its container when that is asked for. */
export function lossesFrom({
  sizeRwBytes,
  mounts,
  running,
}: Pick<Inspected, 'sizeRwBytes' | 'mounts' | 'running'>): Losses {
  const anonymous = (name: string) => /^[a-f0-9]{64}$/.test(name)
  const volumes = mounts.filter(({ type }) => type === 'volume').map(({ name }) => name)
  const folders = mounts.filter(({ type }) => type === 'bind').map(({ source }) => source)
  return {
    writableBytes: sizeRwBytes,
    anonymousVolumes: volumes.filter(anonymous),
    kept: [...folders, ...volumes.filter((name) => !anonymous(name))],
    running,
  }
}
