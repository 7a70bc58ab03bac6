// Writes a file that somebody asked for: whole, or not at all.
import { randomBytes } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { RefusalError } from '../../shared/model/refusal'
import type { OfferedFile } from '../services'

/**
 * Written beside its place under a name that nobody has, and renamed when it is whole, so that nobody takes half a file for one.
 * Refuses with FileNotWritten, or with what the file's own source refused; nothing is left behind then.
 */
export async function writeOffered(
  file: OfferedFile,
  path: string,
  signal: AbortSignal,
): Promise<{ path: string; bytes: number }> {
  const part = join(dirname(path), `.berth-${randomBytes(8).toString('hex')}.part`)
  // A file that cannot be made should say so before the source is asked for its bytes.
  const handle = await open(part, 'wx').catch((error: unknown) => refuse(error, path))
  try {
    const bytes = await fill(handle, await file.open(signal)).finally(() => handle.close())
    await rename(part, path)
    return { path, bytes }
  } catch (error) {
    await rm(part, { force: true })
    return refuse(error, path)
  }
}

/** Each chunk is written before the next is taken, and the disk has them all at the end. */
async function fill(handle: FileHandle, source: Readable): Promise<number> {
  let bytes = 0
  for await (const chunk of source) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a file is made of bytes')
    // writeFile goes on after a short write, which write alone does not.
    await handle.writeFile(chunk)
    bytes += chunk.length
  }
  // A full disk may show here only (NFS, delayed allocation).
  await handle.sync()
  return bytes
}

const reasons: Record<string, string> = {
  ...{ ENOSPC: 'full', EDQUOT: 'full' },
  ...{ EACCES: 'denied', EPERM: 'denied', EROFS: 'denied' },
}

/** The file system's errors are foreseen; the source's stay what they are. */
function refuse(error: unknown, path: string): never {
  if (error instanceof RefusalError || !(error instanceof Error) || !('syscall' in error)) throw error
  const code = 'code' in error ? String(error.code) : ''
  throw new RefusalError(
    'FileNotWritten',
    { params: { path, reason: reasons[code] ?? code }, evidence: error.message },
    { cause: error },
  )
}
