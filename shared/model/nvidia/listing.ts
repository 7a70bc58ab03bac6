// The smaller answers of nvidia-smi: `-L` and `--version` (or the banner).

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
