// MIG: what `-q -x` says of instances and of the processes in them, matched with the UUIDs that only `-L` prints.
// Layouts of DTD v10 to v13 differ in power and throttling; the elements read here are the same in all of them.
import type { MigInstance } from '../../contract/processes'
import type { ListedCard } from './listing'
import { figure, matching, wholeNumber, words } from './values'
import { child, children, parseXml, textAt, type XmlNode } from './xml'

export type DetailedProcess = {
  pid: number
  /** 'C', 'G', 'C+G', 'M+C'; '' where the driver does not say. */
  type: string
  command: string | null
  gpuInstance: number | null
  computeInstance: number | null
  usedMiB: number | null
}

export type DetailedCard = {
  uuid: string
  busId: string
  migEnabled: boolean | null
  mig: {
    device: number
    gpuInstance: number | null
    computeInstance: number | null
    memoryTotalMiB: number | null
    memoryUsedMiB: number | null
  }[]
  processes: DetailedProcess[]
}

export function parseDetails(text: string): DetailedCard[] {
  const root = parseXml(text)
  return root?.name === 'nvidia_smi_log' ? children(root, 'gpu').flatMap(cardOf) : []
}

function cardOf(gpu: XmlNode): DetailedCard[] {
  const uuid = matching(textAt(gpu, 'uuid'), /^GPU-[0-9a-zA-Z-]{4,80}$/)
  if (uuid === null) return []
  const mode = textAt(gpu, 'mig_mode', 'current_mig')
  return [
    {
      uuid,
      busId: gpu.id,
      migEnabled: mode === 'Enabled' ? true : mode === 'Disabled' ? false : null,
      mig: children(child(gpu, 'mig_devices'), 'mig_device').flatMap(instanceOf),
      processes: children(child(gpu, 'processes'), 'process_info').flatMap(processOf),
    },
  ]
}

function instanceOf(node: XmlNode): DetailedCard['mig'] {
  const device = wholeNumber(textAt(node, 'index'))
  if (device === null) return []
  return [
    {
      device,
      gpuInstance: wholeNumber(textAt(node, 'gpu_instance_id')),
      computeInstance: wholeNumber(textAt(node, 'compute_instance_id')),
      memoryTotalMiB: figure(textAt(node, 'fb_memory_usage', 'total'), 'MiB'),
      memoryUsedMiB: figure(textAt(node, 'fb_memory_usage', 'used'), 'MiB'),
    },
  ]
}

function processOf(node: XmlNode): DetailedProcess[] {
  const pid = wholeNumber(textAt(node, 'pid'))
  if (pid === null || pid === 0) return []
  return [
    {
      pid,
      type: matching(textAt(node, 'type'), /^[A-Z](\+[A-Z])?$/) ?? '',
      command: words(textAt(node, 'process_name')),
      gpuInstance: wholeNumber(textAt(node, 'gpu_instance_id')),
      computeInstance: wholeNumber(textAt(node, 'compute_instance_id')),
      usedMiB: figure(textAt(node, 'used_memory'), 'MiB'),
    },
  ]
}

/** Every instance that either text names, by card and device. What the other text lacks is null, or '' for a profile. */
export function migInstances(listed: ListedCard[], detailed: DetailedCard[]): MigInstance[] {
  const cards = new Set([...listed, ...detailed].map(({ uuid }) => uuid))
  return [...cards].flatMap((cardUuid) => {
    const names = listed.find(({ uuid }) => uuid === cardUuid)?.mig ?? []
    const figures = detailed.find(({ uuid }) => uuid === cardUuid)?.mig ?? []
    const devices = new Set([...names, ...figures].map(({ device }) => device))
    return [...devices]
      .sort((a, b) => a - b)
      .map((device) => {
        const name = names.find((each) => each.device === device)
        const found = figures.find((each) => each.device === device)
        return {
          cardUuid,
          uuid: name?.uuid ?? null,
          profile: name?.profile ?? '',
          device,
          gpuInstance: found?.gpuInstance ?? null,
          computeInstance: found?.computeInstance ?? null,
          memoryTotalMiB: found?.memoryTotalMiB ?? null,
          memoryUsedMiB: found?.memoryUsedMiB ?? null,
        }
      })
  })
}
