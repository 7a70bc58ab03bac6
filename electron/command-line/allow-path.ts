// Folders that whoever types the command agrees to beforehand: a script and a browser cannot be asked.
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Agreements } from '../services'
import { Misuse, textOptions, type Given } from './command'

export const allowPathOption = {
  type: 'string',
  value: 'PATH',
  multiple: true,
  about: 'agree to mount PATH, and what is in it, where Berth would ask (may be given again)',
} as const

/** Where it leads now: a link that leads elsewhere later is another place. */
export async function allowPaths(given: Given, agreements: Agreements): Promise<void> {
  for (const text of textOptions(given, 'allow-path')) {
    const path = await realpath(resolve(text)).catch(() => null)
    if (path === null) throw new Misuse(`--allow-path ${text}: there is nothing of that name here`)
    agreements.add({ path, readOnly: false, within: true })
  }
}
