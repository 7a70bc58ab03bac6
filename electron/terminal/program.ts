// Finding a program the way a shell would, without running one.
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'

/** Its absolute path, or null when it is not on the path or may not be run. */
export async function findProgram(
  name: string,
  env: Record<string, string | undefined>,
): Promise<string | null> {
  const candidates = isAbsolute(name)
    ? [name]
    : (env['PATH'] ?? '')
        .split(delimiter)
        .filter((folder) => folder !== '')
        .map((folder) => join(folder, name))
  for (const candidate of candidates) if (await isProgram(candidate)) return candidate
  return null
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    // Absent, or not ours to run: the same answer.
    return false
  }
}
