// How facts of /proc are read: this machine's own, or wherever the caller's `ProcFiles` reads them (a recorded tree, a host).
import { close, open, read, readlink } from 'node:fs'

export type FileAnswer =
  | { is: 'text'; text: string }
  /** No such file: the process has ended, or there is no /proc here. */
  | { is: 'missing' }
  /** The system hides it from this user. */
  | { is: 'forbidden'; raw: string }

export type ProcFiles = {
  read(path: string): Promise<FileAnswer>
  /** Where a symbolic link leads. */
  link(path: string): Promise<FileAnswer>
}

/** ESRCH: it ended between opening and reading. */
const missing = new Set(['ENOENT', 'ESRCH', 'ENOTDIR', 'EINVAL', 'ENODEV', 'EOPNOTSUPP'])
const forbidden = new Set(['EACCES', 'EPERM'])

export function localProc(): ProcFiles {
  return {
    read: (path) => answer((settle) => readWhole(path, settle)),
    link: (path) => answer((settle) => readlink(path, settle)),
  }
}

type Settle = (error: NodeJS.ErrnoException | null, text: string) => void

function answer(ask: (settle: Settle) => void): Promise<FileAnswer> {
  return new Promise((resolve, reject) => {
    ask((error, text) => {
      if (!error) resolve({ is: 'text', text })
      else if (missing.has(error.code ?? '')) resolve({ is: 'missing' })
      else if (forbidden.has(error.code ?? '')) resolve({ is: 'forbidden', raw: error.message })
      else reject(error)
    })
  })
}

const stepBytes = 4000
/** Command lines may be megabytes long; nobody reads them to the end. */
const mostBytes = 256 * 1024

/**
 * Half the processor time of `readFile`, and a quarter of fs/promises: these files are read all day. A short first answer
 * is the whole file: the kernel hands out whole records, and stops short only before one that does not fit.
 */
function readWhole(path: string, settle: Settle): void {
  open(path, 'r', (failure, descriptor) => {
    if (failure) return settle(failure, '')
    const pieces: Buffer[] = []
    let size = 0
    const finish = (error: NodeJS.ErrnoException | null): void =>
      close(descriptor, () => settle(error, error ? '' : Buffer.concat(pieces).toString('utf8')))
    const more = (): void => {
      const buffer = Buffer.allocUnsafe(stepBytes)
      read(descriptor, buffer, 0, stepBytes, null, (error, bytes) => {
        if (error) return finish(error)
        pieces.push(buffer.subarray(0, bytes))
        size += bytes
        const whole = bytes === 0 || (pieces.length === 1 && bytes < stepBytes / 2)
        if (whole || size > mostBytes) return finish(null)
        more()
      })
    }
    more()
  })
}
