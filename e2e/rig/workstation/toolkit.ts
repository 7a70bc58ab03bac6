import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Place } from '../place'

/**
 * What of the NVIDIA Container Toolkit is installed on the workstation: all of it, the base part without the hook
 * (containers then get their cards through CDI), or nothing. The engine learns of it when it starts.
 */
export type ToolkitParts = 'whole' | 'base' | 'absent'

const parts: Record<ToolkitParts, readonly string[]> = {
  whole: ['nvidia-ctk', 'nvidia-cdi-hook', 'nvidia-container-runtime', 'nvidia-container-runtime-hook'],
  base: ['nvidia-ctk', 'nvidia-cdi-hook'],
  absent: [],
}

/** Files, not links: the time at which they came is when the toolkit was installed. */
export async function installToolkit(place: Place, wanted: ToolkitParts): Promise<void> {
  await mkdir(place.bin, { recursive: true })
  for (const name of parts.whole) await rm(join(place.bin, name), { force: true })
  for (const name of parts[wanted]) await program(place, name, lineFor(place, name))
}

/** The workstation's service manager: what it is asked of `docker` happens to the rig's engine. */
export async function installServiceManager(place: Place): Promise<void> {
  await mkdir(place.bin, { recursive: true })
  await program(place, 'systemctl', scriptLine(place, 'systemctl.ts'))
}

function lineFor(place: Place, name: string): string {
  if (name === 'nvidia-ctk') return scriptLine(place, 'nvidia-ctk.ts')
  if (name === 'nvidia-container-runtime') return 'exec runc "$@"'
  if (name === 'nvidia-cdi-hook') return 'exit 0'
  return `exec '${join(place.toolkit, name)}' "$@"`
}

function scriptLine(place: Place, file: string): string {
  const tsx = createRequire(import.meta.url).resolve('tsx/cli')
  const script = join(import.meta.dirname, file)
  return `BERTH_RIG_NAME='${place.name}' BERTH_RIG_CACHE='${place.cache}' exec '${process.execPath}' '${tsx}' '${script}' "$@"`
}

async function program(place: Place, name: string, line: string): Promise<void> {
  const file = join(place.bin, name)
  await writeFile(file, `#!/bin/sh\n# Part of Berth's simulated workstation.\n${line}\n`)
  await chmod(file, 0o755)
}
