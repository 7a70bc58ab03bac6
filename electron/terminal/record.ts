// Which shells in containers this Berth has, on disk: when it dies, the next one ends them.
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BerthIdSchema, ContainerIdSchema } from '../../shared/model/names'
import { replaceFile } from '../kept'
import { isGone, newId, thisOwner } from '../owner'

const EntrySchema = z.object({
  terminalId: BerthIdSchema,
  containerId: ContainerIdSchema,
  /** Address of the engine: on another one the container is unknown, and not gone. */
  engine: z.string(),
  posix: z.string(),
  user: z.string().nullable(),
})
const FileSchema = z.object({ owner: z.string(), terminals: z.array(EntrySchema) })
export type Entry = z.infer<typeof EntrySchema>

export type Estate = { entries: Entry[]; keep: (entries: Entry[]) => Promise<void> }

export type ShellRecord = {
  /** Before the shell is started, so that none is ever without an entry. */
  add(entry: Entry): Promise<void>
  /** Nothing of it is left. */
  forget(terminalIds: string[]): Promise<void>
  entries(): Entry[]
  /** What Berths that are dead left; `keep` says which of it still is. */
  estates(): Promise<Estate[]>
}

/** One file for each running Berth, so that two never write the same. A file is replaced as a whole, never half. */
export function createShellRecord(folder: string, log: (text: string) => void): ShellRecord {
  const entries = new Map<string, Entry>()
  const file = join(folder, `${newId()}.json`)
  const owner = thisOwner()
  // Whoever awaits it is told; until then it is nobody's unhandled rejection.
  owner.catch(() => undefined)
  let written = Promise.resolve()

  const save = () => {
    const write = async () => {
      try {
        await put(file, { owner: await owner, terminals: [...entries.values()] })
      } catch (error) {
        // A disk that is full must not keep anybody from a terminal; only the next start knows less.
        log(`recording open terminals in ${file}: ${String(error)}`)
      }
    }
    written = written.then(write)
    return written
  }

  return {
    add: (entry) => {
      entries.set(entry.terminalId, entry)
      return save()
    },
    forget: (terminalIds) => {
      const known = terminalIds.filter((id) => entries.delete(id))
      return known.length === 0 ? written : save()
    },
    entries: () => [...entries.values()],
    async estates() {
      // No folder yet: nobody ever had a terminal.
      const names = await readdir(folder).catch(() => [])
      const files = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name))
      const found = await Promise.all(files.map((each) => read(each, log)))
      return found.flatMap((estate) => estate ?? [])
    },
  }
}

async function put(file: string, content: z.infer<typeof FileSchema>): Promise<void> {
  if (content.terminals.length === 0) return rm(file, { force: true })
  await replaceFile(file, JSON.stringify(content))
}

/** null: its Berth runs, or nobody can tell. */
async function read(file: string, log: (text: string) => void): Promise<Estate | null> {
  try {
    const { owner, terminals } = FileSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    if (!(await isGone(owner))) return null
    return { entries: terminals, keep: (kept) => put(file, { owner, terminals: kept }) }
  } catch (error) {
    // Taken away by its Berth, or by another that swept it, between the list and the look.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    log(`reading ${file}: ${String(error)}`)
    return null
  }
}
