import { access, readdir } from 'node:fs/promises'
import { bridgeExists, rulesOf } from './network'
import { defaultName, placeOf } from './place'
import { mountsOf, processesOf } from './traces'

/** What of the rig is on the machine outside its cache: nothing after `down`, a good deal while it is up. */
export async function leftovers(name = defaultName()): Promise<string[]> {
  const place = placeOf(name)
  const processes = await processesOf(place)
  const mounts = await mountsOf(place)
  const rules = await rulesOf(place.bridge)
  return [
    ...processes.map(({ pid, what }) => `process ${pid}: ${what}`),
    ...mounts.map((path) => `mount ${path}`),
    ...(bridgeExists(place.bridge) ? [`network interface ${place.bridge}`] : []),
    ...rules.map((rule) => `iptables rule ${rule}`),
    ...(await filesIn(place.run)).map((file) => `file ${place.run}/${file}`),
    ...((await exists(place.lock)) ? [`file ${place.lock}`] : []),
  ]
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const files = await readdir(folder)
    return files.length > 0 ? files : ['']
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}
