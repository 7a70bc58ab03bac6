// The smaller answers of nvidia-smi: `-L`, `--version` (or the banner) and `--query-compute-apps`.
import { figure, wholeNumber, words } from './values'

export type ListedCard = {
  index: number
  name: string
  uuid: string
  mig: { profile: string; device: number; uuid: string }[]
}

export function parseList(text: string): ListedCard[] {
  const cards: ListedCard[] = []
  for (const line of text.split(/\r?\n/)) {
    const gpu = /^GPU (\d{1,4}): (.+) \(UUID: (\S+)\)\s*$/.exec(line)
    if (gpu?.[1] && gpu[2] && gpu[3])
      cards.push({ index: Number(gpu[1]), name: gpu[2], uuid: gpu[3], mig: [] })
    const mig = /^\s+MIG\s+(\S+)\s+Device\s+(\d{1,4}):\s+\(UUID:\s+(MIG-[0-9a-zA-Z/-]+)\)/.exec(line)
    if (mig?.[1] && mig[2] && mig[3]) {
      cards.at(-1)?.mig.push({ profile: mig[1], device: Number(mig[2]), uuid: mig[3] })
    }
  }
  return cards
}

export type Versions = {
  driver: string | null
  /** Newest CUDA the driver supports. */
  cuda: string | null
  /** The words of a stand-in that says its GPUs are simulated; null on the real tool. */
  simulated: string | null
}

/** `--version`, or the banner of the plain table: both wordings (Driver and CUDA until 595, KMD and CUDA UMD from 610). */
export function parseVersions(text: string): Versions {
  return {
    driver: /\b(?:driver|kmd) version\s*:\s*(\d[\d.]*)/i.exec(text)?.[1] ?? null,
    cuda: /\bcuda (?:umd )?version\s*:\s*(\d[\d.]*)/i.exec(text)?.[1] ?? null,
    simulated: /^\s*SIMULATED\s*:\s*(\S.*?)\s*$/im.exec(text)?.[1] ?? null,
  }
}

export type ComputeApp = { gpuUuid: string; pid: number; usedMiB: number | null; command: string | null }

/** One per card and process. The command is last and may itself hold commas. */
export function parseComputeApps(text: string): ComputeApp[] {
  const apps: ComputeApp[] = []
  let fields: string[] | null = null
  for (const line of text.split(/\r?\n/)) {
    const cells = line.split(',').map((cell) => cell.trim())
    const names = cells.map((cell) => cell.replace(/ \[.*\]$/, ''))
    if (names.includes('pid') && names.includes('gpu_uuid')) {
      fields = names
      continue
    }
    if (!fields || cells.length < fields.length) continue
    const last = line
      .split(',')
      .slice(fields.length - 1)
      .join(',')
      .trim()
    const at = (...known: string[]): string | undefined => {
      const i = fields?.findIndex((field) => known.includes(field)) ?? -1
      return i === -1 ? undefined : i === (fields?.length ?? 0) - 1 ? last : cells[i]
    }
    const gpuUuid = words(at('gpu_uuid'))
    const pid = wholeNumber(at('pid'))
    if (gpuUuid === null || pid === null) continue
    const usedMiB = figure(at('used_gpu_memory', 'used_memory'), 'MiB')
    apps.push({ gpuUuid, pid, usedMiB, command: words(at('process_name', 'name')) })
  }
  return apps
}
