// Is the image built for this machine's processor?
import type { CompatHost, ImageFacts, Reason } from './types'

/** null: it is, or nothing says what it is built for. */
export function judgeArchitecture(image: ImageFacts, host: CompatHost): Reason | null {
  const built = image.architectures
  if (built.length === 0 || built.some((architecture) => runsOn(architecture, host.architecture))) return null
  const params = { image: built.join(', '), host: host.architecture }
  const evidence = `architecture ${built.join(', ')}`
  // An emulator (binfmt, Docker Desktop) may start it, but CUDA does not reach through one.
  const wantsGpu = image.gpu?.value !== false && host.cards.length > 0
  return {
    rule: wantsGpu ? 'architecture-other' : 'architecture-emulated',
    params,
    evidence,
    source: 'OCI image specification: platform of the manifest',
    certain: wantsGpu && image.architecturesFrom !== 'catalogue',
  }
}

/** 64-bit x86 processors run 32-bit code too; nothing of the kind is sure of ARM's. */
function runsOn(built: string, host: string): boolean {
  return built === host || (built === '386' && host === 'amd64')
}
