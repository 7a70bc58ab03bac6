// Where what we build on comes from, and what of it may run on a developer's machine.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { lockedPackages, root } from './lock'
import releases from './electron-releases.json' with { type: 'json' }

const specs = z.record(z.string(), z.string())
const ManifestSchema = z.object({
  dependencies: specs,
  devDependencies: specs,
  allowScripts: z.record(z.string(), z.boolean()),
})

async function manifest() {
  return ManifestSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
}

test('every locked package is a registry’s tarball with its checksum', async () => {
  const all = await lockedPackages()
  expect(all.length).toBeGreaterThan(500)
  const wrong = all.filter(
    ({ version, resolved, integrity, link, inBundle }) =>
      !/^\d+\.\d+\.\d+[\w.+-]*$/.test(version) ||
      // Left out by npm's own setting; where it is said, it is npm's default and no mirror of somebody's.
      !(resolved === undefined || /^https:\/\/registry\.npmjs\.org\/.+\.tgz$/.test(resolved)) ||
      !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '') ||
      link ||
      inBundle,
  )
  expect(wrong.map(({ place }) => place)).toEqual([])
})

test('no package asks for another by git, address, file or folder', async () => {
  const asked = (await lockedPackages()).flatMap(({ name, dependencies, optionalDependencies }) =>
    Object.entries({ ...dependencies, ...optionalDependencies }).map(([wanted, spec]) => ({
      name,
      wanted,
      spec,
    })),
  )
  expect(asked.length).toBeGreaterThan(500)
  // A range, a tag, or a range of another name (npm:); everything else has a colon, a slash or a hash.
  expect(asked.filter(({ spec }) => /[:/#]/.test(spec.replace(/^npm:(@[^/]+\/)?/, '')))).toEqual([])
})

test('what package.json asks for is pinned', async () => {
  const { dependencies, devDependencies } = await manifest()
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  )
  expect(loose).toEqual([])
})

test('of all packages only node-pty runs a script when it is installed, and each that has one is judged', async () => {
  const { allowScripts } = await manifest()
  const withScript = (await lockedPackages()).filter(({ hasInstallScript }) => hasInstallScript)
  const judged = new Set(Object.keys(allowScripts).map((key) => key.replace(/(?<=.)@[\d.]+$/, '')))
  expect([...new Set(withScript.map(({ name }) => name))].sort()).toEqual([...judged].sort())
  // By name: npm does not know a pinned one again where packages come from a mirror; the lock file pins the version.
  expect(Object.keys(allowScripts).filter((key) => allowScripts[key])).toEqual(['node-pty'])
})

test('npm takes packages from the registry alone, and fails at a script that nobody judged', async () => {
  const npmrc = (await readFile(join(root, '.npmrc'), 'utf8')).split('\n')
  for (const kind of ['git', 'remote', 'file', 'directory']) expect(npmrc).toContain(`allow-${kind}=none`)
  expect(npmrc).toContain('strict-allow-scripts=true')
  expect(npmrc).toContain('save-exact=true')
  expect(npmrc.filter((line) => /registry|_auth|token/i.test(line.replace(/^#.*/, '')))).toEqual([])
})

test('Electron is of a major that still gets its security fixes', async () => {
  const { devDependencies } = await manifest()
  const major = Number(devDependencies['electron']?.split('.')[0])
  const known = Object.keys(releases.majors)
    .map(Number)
    .sort((one, other) => other - one)
  // A newer one than the table knows is supported as well.
  const oldest = known[releases.supported - 1] ?? Number.POSITIVE_INFINITY
  expect(major).toBeGreaterThanOrEqual(oldest)
  const months = (Date.now() - Date.parse(releases.asOf)) / (30 * 24 * 3600_000)
  if (months > 4)
    console.warn(
      `!! packaging/electron-releases.json is ${months.toFixed(0)} months old: Electron ${major} may be out of support since. Look at ${releases.source} and mend the table.`,
    )
})
