// The licences of what is bundled: every production dependency of the lock file, by what its own package says.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { lockedPackages, root } from './lock'

/** Permissive licences: what is bundled under them may be given away under MIT, with their texts beside it. */
const allowed = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  // Fonts.
  'OFL-1.1',
])

export type Licence = { name: string; version: string; licence: string; text: string }

const ManifestSchema = z.object({
  license: z.string().optional(),
  /** As packages of before 2015 say it. */
  licenses: z.array(z.object({ type: z.string() })).default([]),
})

/** Is one of the licences that a package offers (`(MIT OR CC0-1.0)`) a permissive one? */
export function isAllowed(licence: string): boolean {
  const offered = licence.replace(/^\((.*)\)$/, '$1').split(' OR ')
  return offered.some((one) => one.split(' AND ').every((part) => allowed.has(part)))
}

/** Optional packages that this system did not install are not bundled either. */
export async function licences(): Promise<Licence[]> {
  const bundled = (await lockedPackages()).filter(({ dev }) => !dev)
  const read = await Promise.all(
    bundled.map(async ({ place, name, version }) => {
      const folder = join(root, place)
      const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(absent)
      if (manifest === null) return null
      const { license, licenses } = ManifestSchema.parse(JSON.parse(manifest))
      const licence = license ?? licenses.map(({ type }) => type).join(' OR ')
      return { name, version, licence, text: await textIn(folder) }
    }),
  )
  return read.filter((one) => one !== null).sort((one, other) => (one.name < other.name ? -1 : 1))
}

async function textIn(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return texts.map((text) => text.trim()).join('\n\n')
}

function absent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}

/** Throws where one is not allowed: nothing is packaged then. */
export function licencesText(all: readonly Licence[]): string {
  const foreign = all.filter(({ licence }) => !isAllowed(licence))
  if (foreign.length > 0) {
    const named = foreign.map(
      ({ name, version, licence }) => `${name} ${version} (${licence || 'none said'})`,
    )
    throw new Error(`Not to be bundled under their licences: ${named.join(', ')}`)
  }
  const parts = all.map(({ name, version, licence, text }) =>
    [`${name} ${version}`, `Licence: ${licence}`, text].filter((part) => part !== '').join('\n\n'),
  )
  const rule = `\n\n${'-'.repeat(80)}\n\n`
  return ['Berth contains the following software of others.', ...parts].join(rule) + '\n'
}
