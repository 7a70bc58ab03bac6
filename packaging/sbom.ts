// The bill of materials, in CycloneDX: npm's own, kept to what is bundled and called by the product's name.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { lockedPackages, root } from './lock'

const run = promisify(execFile)

const ComponentSchema = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() })
const SbomSchema = z.looseObject({
  metadata: z.looseObject({ component: ComponentSchema }),
  components: z.array(ComponentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
})
export type Sbom = z.infer<typeof SbomSchema>

/**
 * `npm sbom --omit dev` leaves out what a tool needs as well, zod and semver among them (npm 11.19), and calls the product by its
 * folder's name: so everything is asked for, and what the lock file does not call "dev" is kept.
 */
export async function makeSbom(name: string): Promise<Sbom> {
  const command = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
  const { stdout } = await run('npm', command, { cwd: root, maxBuffer: 64 * 2 ** 20 })
  const all = SbomSchema.parse(JSON.parse(stdout))
  const bundled = new Set(
    (await lockedPackages()).flatMap((one) => (one.dev ? [] : [`${one.name}@${one.version}`])),
  )
  const components = all.components.filter((one) => bundled.has(`${one.name}@${one.version}`))
  const { component } = all.metadata
  const known = new Set([component['bom-ref'], ...components.map((one) => one['bom-ref'])])
  const dependencies = all.dependencies.flatMap((one) =>
    known.has(one.ref) ? [{ ...one, dependsOn: one.dependsOn.filter((ref) => known.has(ref)) }] : [],
  )
  return {
    ...all,
    metadata: { ...all.metadata, component: { ...component, name } },
    components,
    dependencies,
  }
}
