// `npm run package`: the build, the licences of what is in it, the package by electron-builder, and the SBOM beside it.
// Arguments go to electron-builder; without any it makes the unpacked folder.
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { electronBinary, runProgram } from '../e2e/machine'
import { licences, licencesText } from './licences'
import { root } from './lock'
import { makeSbom } from './sbom'

const run = promisify(execFile)
const ManifestSchema = z.object({ name: z.string(), version: z.string() })

async function main(): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(signal))
  const step = async (...command: string[]) => {
    const exitCode = await runProgram(command, { env: {}, signal: stop.signal })
    if (exitCode !== 0) throw new Error(`${command[0] ?? ''} ended with ${exitCode}`)
  }
  await step('electron-vite', 'build', '--logLevel', 'warn')
  const all = await licences()
  await writeFile(join(root, 'out/THIRD-PARTY-LICENSES.txt'), licencesText(all))
  const asked = process.argv.slice(2)
  await step('electron-builder', ...(asked.length > 0 ? asked : ['--dir']), ...(await runtime()))
  const sbom = await writeSbom()
  console.log(`${all.length} licences; ${sbom}`)
}

/** electron-builder downloads the Electron of package.json, unless Electron's own variable names one that is here. */
async function runtime(): Promise<string[]> {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? ''
  if (folder === '') return []
  const electron = await electronBinary({ download: false })
  if (electron.is === 'absent') throw new Error(electron.why)
  const { stdout } = await run(electron.path, ['--print', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  return [`-c.electronDist=${folder}`, `-c.electronVersion=${stdout.trim()}`]
}

async function writeSbom(): Promise<string> {
  const { name, version } = ManifestSchema.parse(
    JSON.parse(await readFile(join(root, 'package.json'), 'utf8')),
  )
  const sbom = await makeSbom(name)
  const file = join('dist', `${name}-${version}.cdx.json`)
  await writeFile(join(root, file), JSON.stringify(sbom, null, 2))
  return `${sbom.components.length} components in ${file}`
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
