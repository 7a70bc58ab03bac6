// The machine Berth runs on: what it is called, who is logged in, and its folders for whoever chooses one in a browser.
import { access, constants, mkdir, readdir, stat } from 'node:fs/promises'
import { homedir, hostname, userInfo } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { FolderListing, HostFacts } from '../../shared/contract/host'
import { RefusalError } from '../../shared/model/refusal'
import type { HostRoom } from '../services'

export function createHost(options: {
  version: string
  mode: HostFacts['mode']
  env: NodeJS.ProcessEnv
  /** Asked with each question: a window's GPU process may end. Left out where only the page can tell. */
  drawsWithGpu?: () => boolean
}): HostRoom {
  const { version, mode, env, drawsWithGpu = () => true } = options
  const home = env['HOME'] ?? homedir()
  return {
    facts: () => ({
      version,
      mode,
      platform: process.platform,
      hostName: hostname(),
      userName: userName(env),
      home,
      locale: localeOf(env),
      webgl: drawsWithGpu(),
    }),
    listFolders: async (path) => await listFolders(pathFrom(path, home)),
    makeFolder: async (parent, name) => await makeFolder(pathFrom(parent, home), name),
  }
}

/** '' and '~' are the home. Anything else must be absolute: there is no current folder in a browser. */
function pathFrom(path: string, home: string): string {
  if (path.includes('\0')) throw invalid(path)
  if (path === '' || path === '~') return home
  if (/^~[\\/]/.test(path)) return resolve(home, path.slice(2))
  if (!isAbsolute(path)) throw invalid(path)
  return resolve(path)
}

async function listFolders(path: string): Promise<FolderListing> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    const folders = await Promise.all(
      entries
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
        .map(async (entry) => {
          const at = join(path, entry.name)
          const folder = entry.isDirectory() || (await leadsToFolder(at))
          return folder ? [{ name: entry.name, path: at, hidden: entry.name.startsWith('.') }] : []
        }),
    )
    const parent = dirname(path)
    return {
      path,
      parent: parent === path ? null : parent,
      folders: folders.flat().sort((a, b) => byName.compare(a.name, b.name)),
      writable: await may(path, constants.W_OK),
    }
  } catch (error) {
    throw folderRefusal(error, path)
  }
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

async function makeFolder(parent: string, name: string): Promise<string> {
  const bytes = Buffer.byteLength(name)
  if (/[/\\\0]/.test(name) || name.trim() === '' || name === '.' || name === '..' || bytes > 255) {
    throw invalid(name)
  }
  const path = join(parent, name)
  try {
    await mkdir(path)
    return path
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      // Whoever asks for a folder that is there already wants that one.
      if (await leadsToFolder(path)) return path
      throw invalid(name)
    }
    throw folderRefusal(error, parent)
  }
}

function invalid(what: string): RefusalError {
  return new RefusalError('InvalidInput', { params: { what }, evidence: JSON.stringify(what) })
}

/** A dangling or forbidden link is simply not a folder to choose. */
async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

async function may(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode)
    return true
  } catch {
    return false
  }
}

const refusedByCode = {
  ENOENT: 'FolderMissing',
  ENOTDIR: 'FolderMissing',
  ELOOP: 'FolderMissing',
  ENAMETOOLONG: 'InvalidInput',
  EINVAL: 'InvalidInput',
  EACCES: 'FolderNotWritable',
  EPERM: 'FolderNotWritable',
  EROFS: 'FolderNotWritable',
  ENOSPC: 'NoSpace',
  EDQUOT: 'NoSpace',
} as const

/** The system's error as a refusal; anything unforeseen as it came. */
function folderRefusal(error: unknown, path: string): unknown {
  const code = codeOf(error)
  const refused = Object.entries(refusedByCode).find(([known]) => known === code)?.[1]
  if (!refused) return error
  const evidence = error instanceof Error ? error.message : ''
  return new RefusalError(refused, { params: { path, folder: path }, evidence }, { cause: error })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function userName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username
  } catch {
    // A user id without an entry in /etc/passwd, usual in containers.
    return env['USER'] ?? env['USERNAME'] ?? String(process.getuid?.() ?? '')
  }
}

/** `zh_CN.UTF-8` as a language tag; 'C' and its kin say nothing. */
function localeOf(env: NodeJS.ProcessEnv): string {
  const said = (env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '').split(/[.@]/)[0] ?? ''
  if (said === '' || said === 'C' || said === 'POSIX') return Intl.DateTimeFormat().resolvedOptions().locale
  return said.replace('_', '-')
}
