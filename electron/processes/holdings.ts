// What each process holds, card by card: the rows of the driver's list, with the MIG instance where the details tell it.
import type { GpuProcess } from '../../shared/contract/processes'
import type { MigInstance } from '../../shared/contract/processes'
import type { ComputeApp, DetailedCard, DetailedProcess } from '../../shared/model/nvidia'

export type Holding = {
  pid: number
  /** The driver's name for it. */
  command: string | null
  holds: GpuProcess['holds']
}

export type Details = { cards: readonly DetailedCard[]; instances: readonly MigInstance[] }

export const noDetails: Details = { cards: [], instances: [] }

/** By pid, each once, in the order of their numbers. */
export function holdingsOf(apps: readonly ComputeApp[], details: Details): Holding[] {
  const holdings = new Map<number, Holding>()
  const inInstances = new Set<string>()
  for (const app of apps) {
    const holding = holdings.get(app.pid) ?? { pid: app.pid, command: app.command, holds: [] }
    holdings.set(app.pid, holding)
    const places = placesOf(app, details)
    const key = `${app.pid} ${app.gpuUuid}`
    if (places.length === 0) {
      holding.holds.push(whole(app, details))
    } else if (!inInstances.has(key)) {
      // The list may name a card once for each instance that the process is in; the details name them all at once.
      inInstances.add(key)
      holding.holds.push(...places.map((place) => inInstance(app, place, places.length)))
    }
  }
  return [...holdings.values()].sort((a, b) => a.pid - b.pid)
}

function placesOf(app: ComputeApp, { cards }: Details): DetailedProcess[] {
  const card = cards.find(({ uuid, migEnabled }) => migEnabled === true && uuid === app.gpuUuid)
  return (card?.processes ?? []).filter(
    ({ pid, type, gpuInstance, computeInstance }) =>
      // 'G' alone is a desktop's drawing, which the list leaves out.
      pid === app.pid && type !== 'G' && gpuInstance !== null && computeInstance !== null,
  )
}

function inInstance(app: ComputeApp, place: DetailedProcess, places: number): GpuProcess['holds'][number] {
  return {
    uuid: app.gpuUuid,
    mig: { gpuInstance: place.gpuInstance ?? 0, computeInstance: place.computeInstance ?? 0 },
    // The list is younger than the details; of several instances only those tell which holds what.
    memoryMiB: places === 1 ? (app.usedMiB ?? place.usedMiB) : place.usedMiB,
  }
}

function whole(app: ComputeApp, { instances }: Details): GpuProcess['holds'][number] {
  const instance = instances.find(({ uuid }) => uuid === app.gpuUuid)
  const mig =
    instance && instance.gpuInstance !== null && instance.computeInstance !== null
      ? { gpuInstance: instance.gpuInstance, computeInstance: instance.computeInstance }
      : null
  return { uuid: instance?.cardUuid ?? app.gpuUuid, mig, memoryMiB: app.usedMiB }
}
