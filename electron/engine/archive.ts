// Files in and out of a container: tar archives, and the little that the engine says of a path beforehand.
import { extract } from 'tar-stream'
import { z } from 'zod'
import { RefusalError } from '../../shared/model/refusal'
import type { Calls, CallOptions, Reply } from './calls'
import { checkedId } from './checked'
import type { Engine } from './types'

type Archive = Pick<Engine['containers'], 'putArchive' | 'readFile' | 'stat'>

const StatSchema = z.object({ size: z.number(), mode: z.number(), linkTarget: z.string().default('') })

// Go's os.FileMode, as in the header, and POSIX's st_mode, as in `stat`.
const goSymlink = 2 ** 27
const goDirectory = 2 ** 31
const posix = { symlink: 0o120000, directory: 0o040000, file: 0o100000 }

export function createArchive(calls: Calls): Archive {
  const ask = (method: 'GET' | 'PUT' | 'HEAD', id: string, path: string) => ({
    ...{ method, path: `/containers/${checkedId(id)}/archive`, query: { path } },
  })
  const about = (id: string, path: string, signal: AbortSignal | undefined): CallOptions => ({
    ...{ signal, accept: [404], subject: { name: id, path }, deadline: 30_000 },
  })

  const stat: Archive['stat'] = async (id, path, signal) => {
    const reply = await calls.reply(ask('HEAD', id, path), about(id, path, signal))
    return reply.status === 404 ? null : statIn(reply)
  }

  return {
    stat,
    async putArchive(id, path, tar, signal) {
      const options = { signal, subject: { name: id, path }, deadline: 60_000 }
      await calls.reply({ ...ask('PUT', id, path), file: tar }, options)
    },
    async readFile(id, path, { maxBytes = 2 ** 20, signal } = {}) {
      let at = path
      for (let links = 0; links < 5; links += 1) {
        const found = await stat(id, at, signal)
        if (!found) return null
        if (found.linkTarget !== '') {
          at = found.linkTarget
          continue
        }
        if ((found.mode & posix.directory) === posix.directory && (found.mode & posix.file) !== posix.file)
          throw refused(at, 'it is a folder')
        if (found.size > maxBytes) throw refused(at, `${found.size} bytes; at most ${maxBytes} are read`)
        const reply = await calls.reply(ask('GET', id, at), about(id, at, signal))
        return reply.status === 404 ? null : firstFile(reply.body)
      }
      throw refused(path, 'too many links')
    },
  }
}

function statIn(reply: Reply): { mode: number; linkTarget: string; size: number } {
  const header = String(reply.headers['x-docker-container-path-stat'] ?? '')
  const { mode, size, linkTarget } = StatSchema.parse(
    JSON.parse(Buffer.from(header, 'base64').toString('utf8')),
  )
  const has = (bit: number) => Math.floor(mode / bit) % 2 === 1
  const kind = has(goSymlink) ? posix.symlink : has(goDirectory) ? posix.directory : posix.file
  return { mode: kind | (mode & 0o777), size, linkTarget }
}

function refused(path: string, evidence: string): RefusalError {
  return new RefusalError('InvalidInput', { params: { what: 'file', path }, evidence })
}

async function firstFile(tar: Buffer): Promise<Buffer | null> {
  const unpack = extract()
  unpack.end(tar)
  for await (const entry of unpack) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    if (entry.header.type === 'file') return Buffer.concat(chunks)
  }
  return null
}
