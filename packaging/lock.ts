// The lock file as the packaging and its tests read it.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export const root = join(import.meta.dirname, '..')

const specs = z.record(z.string(), z.string()).default({})
const PackageSchema = z.object({
  version: z.string(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().default(false),
  inBundle: z.boolean().default(false),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  dependencies: specs,
  optionalDependencies: specs,
})
const LockSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), z.unknown()) })

export type LockedPackage = z.infer<typeof PackageSchema> & {
  /** Where it lies, from the repository's root. */
  place: string
  name: string
}

export async function lockedPackages(): Promise<LockedPackage[]> {
  const lock = LockSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')))
  return Object.entries(lock.packages).flatMap(([place, described]) => {
    const name = place.split('node_modules/').at(-1) ?? ''
    return place === '' ? [] : [{ ...PackageSchema.parse(described), place, name }]
  })
}
