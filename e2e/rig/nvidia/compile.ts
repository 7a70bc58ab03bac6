import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../command'
import { searchPath } from '../requirements'
import type { Log } from '../types'

const sources = join(import.meta.dirname, 'standin')

/**
 * One static C program: it starts in a millisecond and runs in any image, also where there is no Python or even no
 * libc. (tcc cannot link glibc statically: "Unknown relocation type for got", so it is gcc.) Kept by content.
 */
export async function compileStandIn(
  cache: string,
  log: Log = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const files = (await readdir(sources)).sort().map((name) => join(sources, name))
  const hash = createHash('sha256').update(process.arch)
  for (const file of files) hash.update(await readFile(file))
  const folder = join(cache, 'standin')
  const program = join(folder, hash.digest('hex').slice(0, 16))
  if (await exists(program)) return program
  log('compiling the stand-in nvidia-smi')
  await mkdir(folder, { recursive: true })
  const draft = `${program}.${process.pid}.draft`
  const units = files.filter((file) => file.endsWith('.c'))
  const flags = ['-std=gnu11', '-static', '-Os', '-s', '-Wall', '-Wextra', '-Wno-format-truncation']
  await run(['gcc', ...flags, '-o', draft, ...units, '-lm'], {
    signal,
    env: { ...process.env, PATH: searchPath },
  })
  await rename(draft, program)
  return program
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}
