// Which environment variables are secrets: their values are never shown, logged or sent to a screen.
import { z } from 'zod'

/** Also the name of the variable, as every shell takes it. */
export const SecretNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/)

/** Read-only in bash, and the last in mksh: one that stood in the file of secret variables would end the shell that reads it. */
const shellsOwn = ['UID', 'EUID', 'PPID', 'BASHOPTS', 'SHELLOPTS', 'BASH_VERSINFO', 'KSH_VERSION']

/** A plain variable may have such a name: the engine sets it, and no shell has to. */
export function shellsKeep(name: string): boolean {
  return shellsOwn.includes(name)
}

/** One that is saved now. What was saved before is read whatever its name. */
export const NewSecretNameSchema = SecretNameSchema.refine((name) => !shellsKeep(name))

/** Any text that an environment can hold: it ends at a NUL. */
export const SecretValueSchema = z
  .string()
  .max(32_768)
  .refine((value) => !value.includes('\0'))

const secretName =
  /(?:^|_)(?:PASS(?:WORD|WD|PHRASE)?|SECRETS?|TOKENS?|CREDENTIALS?|AUTH|PWD|COOKIE|SESSION|DSN)(?:$|_)|(?:^|_)(?:API|ACCESS|PRIVATE|SECRET|SIGNING|ENCRYPTION|ACCOUNT|WANDB|HF)_?KEY(?:$|_)/i

/** user:password@ in an address, and the shapes of well-known tokens. */
const secretValue =
  /:\/\/[^/\s:@]+:[^/\s@]+@|\b(?:gh[pousr]_[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{20,}|glpat-[\w-]{16,}|sk-[\w-]{20,}|AKIA[A-Z0-9]{12,}|eyJ[\w-]{10,}\.[\w-]{10,}\.)|-----BEGIN/

export function looksSecret(name: string, value: string): boolean {
  // The shell's own variables are folders, whatever their names end in.
  if (name === 'PWD' || name === 'OLDPWD') return false
  return secretName.test(name) || secretValue.test(value)
}

/** As the person said; where nobody said, by its looks. */
export function isSecret(variable: {
  name: string
  value: string
  secret?: boolean | undefined
  saved?: string | undefined
  typedFor?: string | undefined
}): boolean {
  if (variable.saved !== undefined || variable.typedFor !== undefined) return true
  return variable.secret ?? looksSecret(variable.name, variable.value)
}
