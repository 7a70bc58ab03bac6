// The file in which secret variables reach a container: a POSIX shell reads it, and Berth reads it back to make the same again.

import { LaunchSpecSchema } from '../launch-spec'

/** Inside single quotes nothing means anything to a shell but the quote itself: every byte stays what it is. */
const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`

export function secretFile(secrets: ReadonlyMap<string, string>): string {
  return [...secrets].map(([name, value]) => `export ${name}=${quoted(value)}\n`).join('')
}

/** null for a file that Berth did not write, or that somebody changed since. */
export function readSecretFile(text: string): Map<string, string> | null {
  const line = /export ([A-Za-z_][A-Za-z0-9_]*)='([^']*(?:'\\''[^']*)*)'\n/y
  const secrets = new Map<string, string>()
  while (line.lastIndex < text.length) {
    const [, name, value] = line.exec(text) ?? []
    if (name === undefined || value === undefined) return null
    secrets.set(name, value.replaceAll(`'\\''`, "'"))
  }
  return secrets
}

/** Names of those that a launch put into its container's file, as the label with its spec says. */
export function secretNames(label: string | undefined): string[] {
  try {
    const { env } = LaunchSpecSchema.parse(JSON.parse(label ?? ''))
    return env.filter(({ secret }) => secret).map(({ name }) => name)
  } catch {
    // No label, or somebody's own words in it.
    return []
  }
}
