// How much room there is where the engine keeps its images.
import { statfs } from 'node:fs/promises'
import type { EngineUp } from '../../shared/contract/engine'
import type { EngineInfo } from '../engine'

/** Bytes that a user may still write; null where the folder is not on this machine, or not to be seen. */
export async function freeBytes(up: EngineUp, info: EngineInfo): Promise<number | null> {
  // Docker Desktop's folder lies in its virtual machine; a folder of that name here would be another engine's.
  if (!up.local || up.product === 'desktop' || info.dataRoot === '') return null
  try {
    const { bavail, bsize } = await statfs(imageFolder(info))
    return bavail * bsize
  } catch (error) {
    // Berth in a container that was handed the socket, or a folder that only root may pass.
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

/** The system's containerd keeps the layers in a folder of its own (containerd's default root). */
function imageFolder({ dataRoot, store }: EngineInfo): string {
  return store === 'digest' && dataRoot === '/var/lib/docker' ? '/var/lib/containerd' : dataRoot
}
