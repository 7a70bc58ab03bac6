// Environments that stand before a journey begins: launched by the command line, each into a folder of its own.
import { execFile } from 'node:child_process'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { docker } from './docker'
import type { Server } from './kernels'
import { owner, type Workstation } from './workstation'

const run = promisify(execFile)
const cli = join(import.meta.dirname, '../../out/main/cli.js')
const LaunchedSchema = z.object({ containerId: z.string() })

/** The same as pressing Launch, and quicker: what is looked at here comes after it. */
export async function launched(
  on: Workstation,
  name: string,
  card: number,
): Promise<{ id: string; server: Server }> {
  const folder = join(on.project, name)
  await mkdir(folder)
  await chown(folder, owner.uid, owner.gid)
  const cards = await run('nvidia-smi', ['--query-gpu=uuid', '--format=csv,noheader'], {
    env: { ...process.env, ...on.env },
  })
  const uuid = cards.stdout.split('\n')[card] ?? ''
  const image = on.rig.images.jupyter
  const { stdout } = await run(
    process.execPath,
    [cli, 'launch', '--image', image, '--folder', folder, '--name', name, '--gpus', uuid, '--json'],
    { env: { ...process.env, ...on.env, BERTH_HOME: join(on.profile, '..', 'cli') }, timeout: 90_000 },
  )
  const { containerId } = LaunchedSchema.parse(JSON.parse(stdout))
  const [token, port] = await Promise.all([
    docker(on.rig, ['exec', containerId, 'sh', '-c', 'cat "$JUPYTER_TOKEN_FILE"']),
    docker(on.rig, ['port', containerId]),
  ])
  return {
    id: containerId,
    server: { host: '127.0.0.1', port: Number(port.split('\n')[0]?.split(':').at(-1)), token },
  }
}

/** Ids of what was launched below this project folder. */
export async function ours(on: Workstation): Promise<string[]> {
  const listed = await docker(on.rig, [
    ...['ps', '--all', '--no-trunc', '--filter', 'label=sh.berth.environment'],
    ...['--format', '{{.ID}} {{.Label "sh.berth.folder"}}'],
  ])
  return listed.split('\n').flatMap((line) => {
    const [id = '', folder = ''] = line.split(' ')
    return folder.startsWith(on.project) ? [id] : []
  })
}

export async function removeAll(on: Workstation): Promise<void> {
  const ids = await ours(on)
  if (ids.length > 0) await docker(on.rig, ['rm', '--force', '--volumes', ...ids])
  await on.clear()
}
