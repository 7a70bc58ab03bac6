// The desktop's key ring, as Electron's safeStorage reaches it; to be asked once the app is ready.
import type { SafeStorage } from 'electron'
import type { BoxFound } from '../secrets'

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>

/**
 * `basic_text` seals with a key that stands in Chromium's source: anybody who can read the file can read what is in it, so
 * it is none. Elsewhere than on Linux the system's own key ring is the only one.
 */
export async function keyRing(
  storage: Storage,
  platform: NodeJS.Platform = process.platform,
): Promise<BoxFound> {
  const name = platform === 'linux' ? storage.getSelectedStorageBackend() : (systems[platform] ?? platform)
  if (name === 'basic_text' || name === 'unknown') return { is: 'none' }
  if (!(await storage.isAsyncEncryptionAvailable())) return { is: 'none' }
  return {
    is: 'box',
    box: {
      name,
      seal: (text) => storage.encryptStringAsync(text),
      open: async (sealed) => (await storage.decryptStringAsync(sealed)).result,
    },
  }
}

const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'Keychain', win32: 'DPAPI' }
