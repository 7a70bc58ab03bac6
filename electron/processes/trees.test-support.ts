// For tests: a recorded or written tree of /proc (samples/) as `ProcFiles`, which a test may change while it is read.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { FileAnswer, ProcFiles } from './proc-files'

const treeShape = z.object({
  about: z.string(),
  files: z.record(z.string(), z.string()),
  links: z.record(z.string(), z.string()),
})

export type Tree = ProcFiles & {
  files: Record<string, string>
  /** Paths that the system hides. */
  hidden: Set<string>
  /** How often each was read. */
  reads: Map<string, number>
  end(pid: number): void
}

export function treeOf(name: string): Tree {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8')
  const { files, links } = treeShape.parse(JSON.parse(text))
  const hidden = new Set<string>()
  const reads = new Map<string, number>()
  const answer = (from: Record<string, string>, path: string): Promise<FileAnswer> => {
    reads.set(path, (reads.get(path) ?? 0) + 1)
    const found = from[path]
    if (hidden.has(path)) return Promise.resolve({ is: 'forbidden', raw: `EACCES: ${path}` })
    return Promise.resolve(found === undefined ? { is: 'missing' } : { is: 'text', text: found })
  }
  return {
    ...{ files, hidden, reads },
    read: (path) => answer(files, path),
    link: (path) => answer(links, path),
    end(pid) {
      for (const path of Object.keys(files)) {
        if (path.startsWith(`/proc/${pid}/`)) Reflect.deleteProperty(files, path)
      }
    },
  }
}
