import { describe, expect, it } from 'vitest'
import { keyRing } from './key-ring'

type Storage = Parameters<typeof keyRing>[0]

function storage(backend: ReturnType<Storage['getSelectedStorageBackend']>, available = true): Storage {
  return {
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: () => Promise.resolve(available),
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(text).reverse()),
    decryptStringAsync: (sealed) =>
      Promise.resolve({ result: Buffer.from(sealed).reverse().toString(), shouldReEncrypt: false }),
  }
}

describe('the key ring on Linux', () => {
  it.each(['basic_text', 'unknown'] as const)(
    'is none where Chromium chose %s, whatever it says of it',
    async (backend) => {
      expect(await keyRing(storage(backend), 'linux')).toEqual({ is: 'none' })
    },
  )

  it('is none where it cannot be used now', async () => {
    expect(await keyRing(storage('gnome_libsecret', false), 'linux')).toEqual({ is: 'none' })
  })

  it.each(['gnome_libsecret', 'kwallet6'] as const)('is %s where there is one', async (backend) => {
    const found = await keyRing(storage(backend), 'linux')
    if (found.is !== 'box') throw new Error(found.is)
    expect(found.box.name).toBe(backend)
    expect(await found.box.open(await found.box.seal('canary'))).toBe('canary')
  })
})

it('is not asked for its back end where there is only one', async () => {
  const asked = {
    ...storage('unknown'),
    getSelectedStorageBackend: () => {
      throw new Error('Linux only')
    },
  }
  expect(await keyRing(asked, 'darwin')).toMatchObject({ is: 'box', box: { name: 'Keychain' } })
})
