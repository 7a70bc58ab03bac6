// Looks inside an image without running it: is JupyterLab there, which shell, which accounts. Kept per image id.
import type { ImageFacts, ImageInside } from '../../shared/model/launch'
import type { Engine, ImageDetails } from '../engine'
import { derivedReference } from './derive'
import { helperSpec, type OnBehalf } from './helper'

/** What a container's PATH is when the image sets none. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const kindBits = 0o170000
const folderKind = 0o040000

export type Looks = {
  /** What is known without making anything. */
  known(reference: string, signal?: AbortSignal): Promise<ImageFacts>
  /** Looks inside where nobody did yet; the image must be there. */
  inside(reference: string, onBehalf: OnBehalf, signal: AbortSignal): Promise<ImageInside>
}

export function createLooks(engine: Engine): Looks {
  const seen = new Map<string, ImageInside>()

  async function derivedOf(image: ImageDetails, reference: string, signal?: AbortSignal) {
    const name = derivedReference(reference, image.id)
    const found = await engine.images.inspect(name, signal)
    return found === null ? null : { reference: name, inside: seen.get(found.id) ?? null }
  }

  return {
    async known(reference, signal) {
      const image = await engine.images.inspect(reference, signal)
      if (image === null) return { is: 'absent' }
      const inside = seen.get(image.id) ?? null
      const derived = inside?.jupyterLab ? null : await derivedOf(image, reference, signal)
      return { is: 'present', id: image.id, inside, derived }
    },

    async inside(reference, onBehalf, signal) {
      const image = await engine.images.inspect(reference, signal)
      const before = image && seen.get(image.id)
      if (before) return before
      // Never started, so any command does; and not aborted, since the engine would make it all the same.
      const spec = helperSpec({
        ...onBehalf,
        purpose: 'look',
        image: reference,
        entrypoint: null,
        cmd: ['true'],
        user: '',
        tty: false,
      })
      const { id } = await engine.containers.create(spec)
      try {
        signal.throwIfAborted()
        const found = await read(engine, id, image, signal)
        if (image) seen.set(image.id, found)
        return found
      } finally {
        await engine.containers.remove(id, { volumes: true })
      }
    },
  }
}

async function read(
  engine: Engine,
  id: string,
  image: ImageDetails | null,
  signal: AbortSignal,
): Promise<ImageInside> {
  const path = image?.env.find((each) => each.startsWith('PATH='))?.slice('PATH='.length)
  const folders = [...new Set((path || defaultPath).split(':').filter((folder) => folder.startsWith('/')))]
  const text = async (file: string) => {
    const content = await engine.containers.readFile(id, file, { signal })
    return content?.toString('utf8') ?? ''
  }
  const [jupyterLab, shell, passwd, group] = await Promise.all([
    firstProgram(
      engine,
      id,
      folders.map((folder) => `${folder}/jupyter-lab`),
      signal,
    ),
    firstProgram(engine, id, ['/bin/bash', '/bin/sh'], signal),
    text('/etc/passwd'),
    text('/etc/group'),
  ])
  return { jupyterLab, shell: shell ?? '', passwd, group }
}

async function firstProgram(
  engine: Engine,
  id: string,
  paths: string[],
  signal: AbortSignal,
): Promise<string | null> {
  for (const path of paths) {
    const stat = await engine.containers.stat(id, path, signal)
    if (stat && (stat.mode & kindBits) !== folderKind && (stat.mode & 0o111) !== 0) return path
  }
  return null
}
