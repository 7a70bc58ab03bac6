// A value kept in a file of the state folder: read once, written whole soon after a change, never half.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'

export { alone } from './alone'

export type Kept<T> = {
  get(): T
  set(value: T): void
  /** Settles when everything set so far is on disk, or the log was told why not. */
  flush(): Promise<void>
}

/** Several changes in a row are one write. */
const soonMilliseconds = 500

/** Settles when the file has been read. One that cannot be read is put aside as `<path>.bad`, and the log is told. */
export async function openKept<T>(options: {
  path: string
  schema: z.ZodType<T>
  otherwise: T
  log: (line: string) => void
}): Promise<Kept<T>> {
  const { path, schema, log } = options
  let { value } = await readKept(options)
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  const write = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    const text = JSON.stringify(schema.parse(value))
    writing = writing
      .then(() => replaceFile(path, text))
      .catch((error: unknown) => log(`${path}: not written: ${String(error)}`))
    return writing
  }
  return {
    get: () => value,
    set(next) {
      value = next
      timer ??= setTimeout(() => void write(), soonMilliseconds)
    },
    flush: () => (timer === null ? writing : write()),
  }
}

async function readKept<T>(options: {
  path: string
  schema: z.ZodType<T>
  otherwise: T
  log: (line: string) => void
}): Promise<{ value: T }> {
  const { path, schema, otherwise, log } = options
  try {
    return { value: schema.parse(JSON.parse(await readFile(path, 'utf8'))) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { value: otherwise }
    log(`${path}: not read, put aside: ${String(error)}`)
    // Where even that cannot be done, the next write replaces it.
    await rename(path, `${path}.bad`).catch(() => undefined)
    return { value: otherwise }
  }
}

/** A full disk leaves the old file as it was. */
export async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const half = `${path}.new`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(half, content, { mode: 0o600 })
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true, recursive: true }).catch(() => undefined)
    throw error
  }
}
