// The files a container gets between create and start: the token, secret variables, a home, and an account for its user.
import { randomBytes } from 'node:crypto'
import { pack } from 'tar-stream'
import {
  places,
  secretFile,
  withAccount,
  type ContainerUser,
  type ImageInside,
} from '../../shared/model/launch'
import type { Secrets } from './variables'

type Entry = { name: string; mode: number; uid: number; gid: number; content: string | null }

const notices = `${places.home}/.jupyter/lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings`

/** Every home is new: without this, JupyterLab asks in each environment whether it may fetch news, and looks for updates. */
const noticeSettings = JSON.stringify({ fetchNews: 'false', checkForUpdates: false })

export const newToken = () => randomBytes(32).toString('hex')

type Wanted = {
  runAs: ContainerUser
  inside: ImageInside
  /** null: the container runs no Jupyter. */
  token: string | null
  secrets: Secrets
  /** Where folders of the host are mounted: unpacking into those would change the person's own files. */
  mountedAt: string[]
}

/** A tar to unpack at `/`. */
export async function filesFor({ runAs, inside, token, secrets, mountedAt }: Wanted): Promise<Buffer> {
  const { uid, gid, name } = runAs
  const mine = { uid, gid }
  const root = { uid: 0, gid: 0 }
  const passwd = withAccount(
    inside.passwd,
    uid,
    `${name}:x:${uid}:${gid}:Berth:${places.home}:${inside.shell || '/bin/sh'}`,
  )
  const group = withAccount(inside.group, gid, `${name}:x:${gid}:`)
  const isHosts = (path: string) => mountedAt.some((target) => `${path}/`.startsWith(`${target}/`))
  const entries: Entry[] = [
    // Below a mounted /home it must be made all the same.
    ...(mountedAt.includes(places.home)
      ? []
      : [{ name: `${places.home}/`, mode: 0o755, ...mine, content: null }]),
    ...(passwd === inside.passwd ? [] : [{ name: '/etc/passwd', mode: 0o644, ...root, content: passwd }]),
    ...(group === inside.group ? [] : [{ name: '/etc/group', mode: 0o644, ...root, content: group }]),
    ...(token === null && secrets.size === 0
      ? []
      : [{ name: `${places.secrets}/`, mode: 0o755, ...root, content: null }]),
    // No newline: the server takes the file's whole content.
    ...(token === null ? [] : [{ name: places.tokenFile, mode: 0o400, ...mine, content: token }]),
    ...(secrets.size === 0
      ? []
      : [{ name: places.secretFile, mode: 0o400, ...mine, content: secretFile(secrets) }]),
    ...(token === null || isHosts(notices)
      ? []
      : [
          ...foldersBetween(places.home, notices).map((name) => ({
            ...{ name, mode: 0o755, ...mine, content: null },
          })),
          { name: notices, mode: 0o644, ...mine, content: noticeSettings },
        ]),
  ]
  return await tarOf(entries)
}

/** Each folder on the way from `top` to `file`, outermost first: whatever a tar does not name belongs to root. */
function foldersBetween(top: string, file: string): string[] {
  const names = file
    .slice(top.length + 1)
    .split('/')
    .slice(0, -1)
  return names.map((_, at) => `${[top, ...names.slice(0, at + 1)].join('/')}/`)
}

async function tarOf(entries: Entry[]): Promise<Buffer> {
  const tar = pack()
  for (const { name, content, ...header } of entries) {
    const type = content === null ? 'directory' : 'file'
    tar.entry({ ...header, name: name.slice(1), type }, content ?? '')
  }
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}
