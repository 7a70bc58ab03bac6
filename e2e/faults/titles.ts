import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The titles of all cases in a folder's specs, file by file, from their source. */
export function titlesIn(folder: string): string[] {
  const specs = readdirSync(folder).filter((name) => name.endsWith('.spec.ts'))
  return specs
    .sort()
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/^\s*fault\(\s*'(.+)',$/gm)])
    .map(([, title = '']) => title.replaceAll("\\'", "'"))
}
