// Whom a container runs as, so that the files it writes into the project folder belong to the person.
import type { ContainerUser, LaunchHost } from './host'

type Identity = { uid: number; gid: number }
type Facts = Pick<LaunchHost, 'process' | 'folder' | 'folderOwnerName' | 'engine'>

/** Whose the files on the host will be: Berth's user; the folder's owner where Berth is root and the folder is not. */
function filesOwner({ process, folder }: Facts): Identity {
  const mine = { uid: process.uid, gid: process.gid }
  if (folder.is !== 'folder') return mine
  if (process.uid === 0) return { uid: folder.ownerUid, gid: folder.ownerGid }
  // Shared folders (mode 2775, group `ml`) are writable through a supplementary group, which a container lacks.
  const onlyByGroup =
    folder.ownerUid !== process.uid && (folder.mode & 0o020) !== 0 && process.groups.includes(folder.ownerGid)
  return onlyByGroup ? { uid: process.uid, gid: folder.ownerGid } : mine
}

export function userOf(facts: Facts): ContainerUser {
  const files = filesOwner(facts)
  const known = files.uid === facts.process.uid ? facts.process.userName : facts.folderOwnerName
  const name = /^[a-z_][a-z0-9_-]{0,31}$/.test(known) ? known : 'berth'
  // A rootless engine maps its container's root to the user, and every other id to one the user does not own.
  if (facts.engine.rootless) return { uid: 0, gid: 0, name: 'root', files }
  return { ...files, name: files.uid === 0 ? 'root' : name, files }
}

/** May `user` write there? Mode bits are what the kernel checks; root passes them all. */
export function mayWrite(folder: Extract<LaunchHost['folder'], { is: 'folder' }>, user: Identity): boolean {
  if (folder.readOnlyFileSystem) return false
  if (user.uid === 0) return true
  // Write and search permission: one without the other makes no file.
  const bits =
    folder.ownerUid === user.uid
      ? folder.mode >> 6
      : folder.ownerGid === user.gid
        ? folder.mode >> 3
        : folder.mode
  return (bits & 0o3) === 0o3
}

/** Lines of /etc/passwd or /etc/group with one more where the id is unknown, so that prompts and getpass work. */
export function withAccount(text: string, id: number, line: string): string {
  const lines = text.split('\n').filter((each) => each !== '')
  if (lines.some((each) => each.split(':')[2] === String(id))) return text
  const [name = ''] = line.split(':')
  const taken = lines.some((each) => each.startsWith(`${name}:`))
  return [...lines, taken ? `${name}-${id}${line.slice(name.length)}` : line, ''].join('\n')
}

/** The name that `id` has in such a text, or null. */
export function accountName(text: string, id: number): string | null {
  const line = text.split('\n').find((each) => each.split(':')[2] === String(id))
  return line?.split(':')[0] ?? null
}
