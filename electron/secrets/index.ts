// Saved secrets: typed once, kept sealed by the desktop's key ring or in a file that only the user may read, given to launches alone.
import { join } from 'node:path'
import type { SecretsView } from '../../shared/contract/secrets'
import { RefusalError } from '../../shared/model/refusal'
import type { SecretsRoom } from '../services'
import { createWatched } from '../watched'
import { secretsFile, type Entries, type Entry, type Found } from './file'

export { createMask } from './mask'

/** Seals with a key that the desktop's key ring holds. Whoever is the desktop passes it: this room knows no Electron. */
export type Box = {
  /** Of the key ring, as the system calls it. */
  name: string
  seal(text: string): Promise<Buffer>
  /** Throws when it was sealed with another key. */
  open(sealed: Buffer): Promise<string>
}

/** `none`: there is a desktop, and no key ring on it worth the name. */
export type BoxFound = { is: 'box'; box: Box } | { is: 'none' } | { is: 'no-desktop' }

export function createSecrets(options: {
  /** Its own folder is made in this one. */
  folder: string
  /** Asked once, when first needed: a key ring may want a person to unlock it. */
  box: () => Promise<BoxFound>
  /** Hears each value that passes through. */
  heard: (value: string) => void
  log: (line: string) => void
  now?: () => Date
}): SecretsRoom {
  const { heard, log, now = () => new Date() } = options
  const file = secretsFile(join(options.folder, 'secrets'), now)
  const changed = createWatched(0)
  let boxes: Promise<BoxFound> | null = null
  let backup: string | null = null
  /** Changes go one after the other, here and among all Berths: each reads what the one before has written. */
  let turn: Promise<unknown> = Promise.resolve()

  const boxNow = async (): Promise<Box | null> => {
    const found = await findBox()
    return found.is === 'box' ? found.box : null
  }
  const findBox = () =>
    (boxes ??= options.box().catch((error: unknown): BoxFound => {
      log(`secrets: no key ring: ${error instanceof Error ? error.message : String(error)}`)
      return { is: 'none' }
    }))

  async function read(): Promise<Found> {
    const found = await file.read()
    if (found.is === 'damaged') {
      log(`secrets: ${file.path} is damaged; put aside as ${found.backup}`)
      backup = found.backup
    }
    return found
  }

  async function entries(): Promise<Entries> {
    const found = await read()
    if (found.is === 'unreadable')
      throw new RefusalError('SecretsUnreadable', { params: { path: file.path }, evidence: found.reason })
    return found.is === 'entries' ? found.entries : {}
  }

  /** null: the key ring here does not open it. */
  async function valueOf(entry: Entry): Promise<string | null> {
    if ('plain' in entry) return entry.plain
    const box = await boxNow()
    return (await box?.open(Buffer.from(entry.sealed, 'base64')).catch(() => null)) ?? null
  }

  async function view(): Promise<SecretsView> {
    const box = await findBox()
    const found = await read()
    const all = found.is === 'entries' ? Object.entries(found.entries) : []
    const secrets = await Promise.all(
      all.map(async ([name, entry]) => ({
        name,
        kept: 'plain' in entry ? ('file' as const) : ('key-ring' as const),
        opens: (await valueOf(entry)) !== null,
      })),
    )
    return {
      secrets: secrets.sort((one, other) => one.name.localeCompare(other.name, 'en')),
      keeps:
        box.is === 'box'
          ? { is: 'key-ring', name: box.box.name }
          : { is: 'file', why: box.is === 'none' ? 'no-key-ring' : 'no-desktop' },
      file: file.path,
      trouble:
        found.is === 'unreadable' ? found : backup === null ? null : { is: 'damaged' as const, backup },
    }
  }

  async function change(how: (all: Entries) => Promise<Entries>): Promise<void> {
    const mine = turn.then(async () => {
      // What cannot be read is told as that, before anything is made beside it.
      await entries()
      await file.alone(async (beforeWriting) => {
        const next = await how(await entries())
        await beforeWriting()
        await file.write(next)
      })
    })
    turn = mine.catch(() => undefined)
    await mine
    changed.set(changed.get() + 1)
  }

  return {
    async *watch(signal) {
      for await (const _change of changed.watch(signal)) yield await view()
    },
    view,
    async set(name, value) {
      heard(value)
      const box = await boxNow()
      const entry: Entry =
        box === null ? { plain: value } : { sealed: (await box.seal(value)).toString('base64') }
      await change((all) => Promise.resolve({ ...all, [name]: entry }))
    },
    remove: (name) =>
      change((all) =>
        Promise.resolve(Object.fromEntries(Object.entries(all).filter(([key]) => key !== name))),
      ),
    async value(name) {
      const all = await entries()
      const entry = Object.hasOwn(all, name) ? all[name] : undefined
      if (entry === undefined) throw new RefusalError('SecretMissing', { params: { name }, evidence: name })
      const value = await valueOf(entry)
      if (value === null)
        throw new RefusalError('SecretMissing', { params: { name, reason: 'sealed' }, evidence: name })
      heard(value)
      return value
    },
  }
}
