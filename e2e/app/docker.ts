import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Rig } from '../rig'

const run = promisify(execFile)

/** What the docker CLI prints on the rig's engine: the second opinion that the tests compare the app with. */
export async function docker(rig: Rig, args: string[]): Promise<string> {
  const options = { env: { ...process.env, ...rig.env }, timeout: 60_000, maxBuffer: 64 * 2 ** 20 }
  for (let left = 4; ; left -= 1) {
    try {
      return (await run('docker', args, options)).stdout.trim()
    } catch (error) {
      // dockerd 20.10 may find the files of what it just ended still held open, and removes it when it is asked again.
      if (left <= 1 || args[0] !== 'rm' || !String(error).includes('failed to remove root filesystem'))
        throw error
      await pause(300)
    }
  }
}

/** Removes one image, so that its own layers are downloaded again; the rig's other images stay for the next test. */
export async function forget(rig: Rig, image: string): Promise<void> {
  const here = await docker(rig, ['images', '--quiet', image])
  if (here !== '') await docker(rig, ['rmi', '--force', image])
}
