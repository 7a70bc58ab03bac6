// One of the page's files as it is answered, with what it may load.
import { randomBytes } from 'node:crypto'
import { readPageFile } from './files'
import { pageHeaders } from './policy'

/** Stands in index.html where the nonce goes. */
const placeholder = 'a-nonce-of-each-answer'

export type PageAnswer = { headers: Record<string, string>; body: Buffer }

/** null when the path names no file of the page. The document gets a nonce that nobody can know before. */
export async function pageAnswer(
  folder: string,
  path: string,
  { frames }: { frames: string[] },
): Promise<PageAnswer | null> {
  const file = await readPageFile(folder, path)
  if (file === null) return null
  const type = { 'content-type': file.type }
  if (!file.type.startsWith('text/html'))
    return { headers: { ...pageHeaders({ frames }), ...type }, body: file.body }
  const nonce = randomBytes(16).toString('base64url')
  const body = Buffer.from(file.body.toString('utf8').replaceAll(placeholder, nonce))
  return { headers: { ...pageHeaders({ frames, nonce }), ...type }, body }
}
