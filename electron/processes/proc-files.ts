// How facts of /proc are read: this machine's own, or wherever the caller's `ProcFiles` reads them (a recorded tree, a host).
import { readFile, readlink } from 'node:fs'

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
    // The callback's form costs half the processor time of fs/promises, and these files are read all day.
    read: (path) => answer((settle) => readFile(path, 'utf8', settle)),
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
