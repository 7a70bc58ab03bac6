import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Rig } from '../rig'

const run = promisify(execFile)

/** What the docker CLI prints on the rig's engine: the second opinion that the tests compare the app with. */
export async function docker(rig: Rig, args: string[]): Promise<string> {
  const { stdout } = await run('docker', args, {
    env: { ...process.env, ...rig.env },
    timeout: 60_000,
    maxBuffer: 64 * 2 ** 20,
  })
  return stdout.trim()
}

/** Removes one image, so that its own layers are downloaded again; the rig's other images stay for the next test. */
export async function forget(rig: Rig, image: string): Promise<void> {
  const here = await docker(rig, ['images', '--quiet', image])
  if (here !== '') await docker(rig, ['rmi', '--force', image])
}
