// How saved secrets are kept, in words: the settings and the command line say the same.
import type { SecretsView } from '../contract/secrets'

type Kept = SecretsView['secrets'][number]
export type SecretWords = {
  none: string
  done: (saved: boolean, name: string) => string
  kept: (one: Kept) => string
  /** How the next one will be kept. */
  keeps: (how: SecretsView['keeps']) => string
  /** A sentence, or none where nothing is wrong. */
  trouble: (view: SecretsView) => string[]
}

const english: SecretWords = {
  none: 'No secrets are saved.',
  done: (saved, name) => `${name} is ${saved ? 'saved' : 'removed'}.`,
  kept: ({ kept, opens }) => {
    if (!opens)
      return 'sealed by a key ring that does not open it here; save it again, or use the desktop app'
    return kept === 'key-ring' ? 'sealed by the key ring' : 'unencrypted, in a file only you can read'
  },
  keeps: (how) => {
    if (how.is === 'key-ring') return 'Sealed with a key that this desktop’s key ring holds.'
    return how.why === 'no-key-ring'
      ? 'Kept unencrypted in a file only you can read, because this desktop has no key ring.'
      : 'Kept unencrypted in a file only you can read: outside the desktop app there is no key ring.'
  },
  trouble: ({ trouble, file }) => {
    if (trouble === null) return []
    return trouble.is === 'damaged'
      ? [`The file of saved secrets was damaged. It is kept whole at ${trouble.backup}.`]
      : [`The saved secrets in ${file} cannot be read, and none can be saved: ${trouble.reason}`]
  },
}

const chinese: SecretWords = {
  none: '尚未保存任何机密。',
  done: (saved, name) => (saved ? `已保存 ${name}。` : `已删除 ${name}。`),
  kept: ({ kept, opens }) => {
    if (!opens) return '由密钥环加密，此处无法解密；请重新保存，或使用桌面应用'
    return kept === 'key-ring' ? '由密钥环加密' : '未加密，保存在仅您可读的文件中'
  },
  keeps: (how) => {
    if (how.is === 'key-ring') return '使用本桌面密钥环中的密钥加密保存。'
    return how.why === 'no-key-ring'
      ? '本桌面没有密钥环，因此以未加密形式保存在仅您可读的文件中。'
      : '以未加密形式保存在仅您可读的文件中：桌面应用之外没有密钥环可用。'
  },
  trouble: ({ trouble, file }) => {
    if (trouble === null) return []
    return trouble.is === 'damaged'
      ? [`机密文件已损坏，原文件完整保存在 ${trouble.backup}。`]
      : [`无法读取 ${file} 中已保存的机密，暂时也无法保存：${trouble.reason}`]
  },
}

export function secretWords(language: 'en' | 'zh-CN'): SecretWords {
  return language === 'zh-CN' ? chinese : english
}
