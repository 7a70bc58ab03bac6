// The CDI specifications of NVIDIA's devices on this machine.
import { join } from 'node:path'
import type { Machine } from '../machine'

export type Specification = {
  file: string
  /** Device names as engines take them, e.g. 'nvidia.com/gpu=0'. */
  devices: string[]
  /** Files of the host that containers are given. */
  hostPaths: string[]
}
export type CdiFiles = {
  folders: string[]
  specifications: Specification[]
  unreadable: string[]
  evidence: string
}

export const usualCdiFolders = ['/etc/cdi', '/var/run/cdi']

export async function readCdi(machine: Machine, folders: readonly string[]): Promise<CdiFiles> {
  const found: CdiFiles = { folders: [...folders], specifications: [], unreadable: [], evidence: '' }
  const lines: string[] = []
  for (const folder of folders) {
    const names = await machine.list(folder)
    lines.push(`${folder}: ${names === null ? 'not there' : names.length === 0 ? 'empty' : names.join(', ')}`)
    for (const name of (names ?? []).filter((each) => /\.(ya?ml|json)$/.test(each))) {
      const file = join(folder, name)
      const text = await machine.readText(file)
      const read = text.is === 'text' ? readSpecification(file, text.text) : null
      if (read === null) found.unreadable.push(file)
      else if (read.devices.length > 0) {
        found.specifications.push(read)
        lines.push(`${file}: ${read.devices.join(', ')}`)
      }
    }
  }
  return { ...found, evidence: lines.join('\n') }
}

/**
 * `nvidia-ctk cdi generate` writes YAML in one fixed shape (CDI specification 0.5 and later), or JSON. Read by lines: what
 * is needed are names and host paths, each on a line of its own. null when it is no specification.
 */
export function readSpecification(file: string, text: string): Specification | null {
  const value = (line: string, key: string): string | null =>
    new RegExp(`^[\\s-]*"?${key}"?:\\s*"?([^",]+?)"?,?\\s*$`).exec(line)?.[1] ?? null
  const lines = text.split(/\r?\n/)
  const kind = lines.map((line) => value(line, 'kind')).find((each) => each !== null) ?? null
  if (kind === null || !/^[a-z0-9.-]+\/[a-zA-Z0-9_.-]+$/.test(kind)) return null
  const isNvidia = kind.startsWith('nvidia.com/') && kind.endsWith('gpu')
  const devices = new Set<string>()
  for (const line of lines) {
    const name = value(line, 'name')
    // Hooks have names as well; a device's is an index, a UUID, a pair, or 'all'.
    if (name !== null && /^(all|\d+(:\d+)?|(GPU|MIG)-\S+)$/.test(name)) devices.add(`${kind}=${name}`)
  }
  const hostPaths = lines.flatMap((line) => value(line, 'hostPath') ?? [])
  return { file, devices: isNvidia ? [...devices] : [], hostPaths: isNvidia ? [...new Set(hostPaths)] : [] }
}
