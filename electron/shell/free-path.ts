// A name for a downloaded file that is free, and stays inside its folder.
import { extname, join } from 'node:path'

/** A file system takes 255 bytes, and the number that makes it free needs some. */
const mostCharacters = 60

/** `report.csv`, else `report (1).csv` and so on. The name came from a server: only its last part counts. */
export function freePath(folder: string, suggested: string, taken: (path: string) => boolean): string {
  const last = suggested.split(/[/\\]/).at(-1) ?? ''
  // Nor is it hidden, an option to a program that is given the folder's names, or written otherwise than it reads.
  const safe = last
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '_')
    .replace(/^[\s.-]+/, '')
    .slice(-mostCharacters)
  const name = safe === '' ? 'download' : safe
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  for (let copy = 0; ; copy += 1) {
    const path = join(folder, copy === 0 ? name : `${stem} (${copy})${extension}`)
    if (!taken(path)) return path
  }
}
