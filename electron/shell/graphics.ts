// Whether Chromium may try to draw with a GPU.
import { existsSync } from 'node:fs'

const devices = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg']

/**
 * False on a Linux machine (or a virtual one, or Xvfb on it) that has no graphics device at all. Chromium starts its GPU process there
 * all the same, and a page that draws its first canvas while that process fails was seen waiting for it for ever (Electron 33).
 * To be asked before the app is ready, when files may still be looked at synchronously.
 */
export function mayDrawWithGpu(exists: (path: string) => boolean = existsSync): boolean {
  return process.platform !== 'linux' || devices.some(exists)
}
