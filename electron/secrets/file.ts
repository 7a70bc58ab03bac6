// The file of saved secrets: read afresh each time (another Berth may have written it), written whole, never overwritten unread.
import { chmod, mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { RefusalError } from '../../shared/model/refusal'
import { SecretNameSchema, SecretValueSchema } from '../../shared/model/secrets'
import { alone, replaceFile } from '../kept'

/** `sealed`: what the key ring's box made of it, in base64. */
const EntrySchema = z.union([z.object({ sealed: z.base64() }), z.object({ plain: SecretValueSchema })])
const FileSchema = z.object({ version: z.literal(1), secrets: z.record(SecretNameSchema, EntrySchema) })

export type Entry = z.infer<typeof EntrySchema>
export type Entries = Readonly<Record<string, Entry>>

export type Found =
  | { is: 'entries'; entries: Entries }
  /** Put aside whole. */
  | { is: 'damaged'; backup: string }
  /** Left alone: nothing may be written over it. */
  | { is: 'unreadable'; reason: string }

export type SecretsFile = {
  path: string
  read(): Promise<Found>
  /** Refuses with FileNotWritten. */
  write(entries: Entries): Promise<void>
  /** Runs `work` while no other Berth changes the file. Refuses with FileNotWritten where nothing can be made beside it. */
  alone(work: (beforeWriting: () => Promise<void>) => Promise<void>): Promise<void>
}

export function secretsFile(folder: string, now: () => Date): SecretsFile {
  const path = join(folder, 'secrets.json')

  async function read(): Promise<Found> {
    let text: string
    try {
      text = await readFile(path, 'utf8')
      // One that came back from a backup may be open to others.
      await chmod(folder, 0o700)
      await chmod(path, 0o600)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { is: 'entries', entries: {} }
      return { is: 'unreadable', reason: reasonOf(error) }
    }
    const parsed = parse(text)
    if (parsed.is !== 'damaged') return parsed
    const backup = join(folder, `secrets.damaged-${now().toISOString().replace(/[:.]/g, '-')}.json`)
    try {
      await rename(path, backup)
      return { is: 'damaged', backup }
    } catch (error) {
      return { is: 'unreadable', reason: reasonOf(error) }
    }
  }

  return {
    path,
    read,
    async write(secrets) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await chmod(folder, 0o700)
        await replaceFile(path, JSON.stringify({ version: 1, secrets }))
      } catch (error) {
        throw notWritten(path, error)
      }
    },
    async alone(work) {
      try {
        await alone(join(folder, 'secrets.lock'), work)
      } catch (error) {
        throw error instanceof RefusalError ? error : notWritten(path, error)
      }
    },
  }
}

function notWritten(path: string, error: unknown): RefusalError {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const reason = { ENOSPC: 'full', EDQUOT: 'full', EACCES: 'denied', EROFS: 'denied' }[code] ?? ''
  return new RefusalError('FileNotWritten', { params: { path, reason }, evidence: reasonOf(error) })
}

/** Errors of parsing are not passed on: they quote what they could not read. */
function parse(text: string): Exclude<Found, { is: 'damaged' }> | { is: 'damaged' } {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return { is: 'damaged' }
  }
  const version = z.object({ version: z.number() }).safeParse(raw)
  if (version.success && version.data.version > 1)
    return { is: 'unreadable', reason: `version ${version.data.version}: written by a newer Berth` }
  const file = FileSchema.safeParse(raw)
  return file.success ? { is: 'entries', entries: file.data.secrets } : { is: 'damaged' }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
