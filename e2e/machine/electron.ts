import { access, constants } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { outcomeOf, works } from '../rig/command'
import { install, knownPackage } from './packages'

export type Found = { is: 'found'; path: string } | { is: 'absent'; why: string }

const packageFolder = join(import.meta.dirname, '../../node_modules/electron')

/**
 * The Electron that the app runs on: the folder in ELECTRON_OVERRIDE_DIST_PATH (Electron's own variable), else the
 * package's own. The package downloads its binary when it is first asked for; `download: false` only looks.
 */
export async function electronBinary(options: { download: boolean }): Promise<Found> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? ''
  const name = process.platform === 'win32' ? 'electron.exe' : 'electron'
  const path = override === '' ? join(packageFolder, 'dist', executableInPackage()) : join(override, name)
  if (!(await isExecutable(path))) {
    if (override !== '')
      return { is: 'absent', why: `ELECTRON_OVERRIDE_DIST_PATH has no ${name}: ${override}` }
    const missing = `there is no Electron binary at ${path}`
    if (!options.download) return { is: 'absent', why: missing }
    console.log('downloading Electron')
    const done = await works(['node', join(packageFolder, 'install.js')], { milliseconds: 5 * 60_000 })
    if (!done || !(await isExecutable(path)))
      return {
        is: 'absent',
        why: `${missing}, and it could not be downloaded (npx install-electron says why)`,
      }
  }
  const why = await whyLibrariesAreMissing(path)
  return why === null ? { is: 'found', path } : { is: 'absent', why }
}

function executableInPackage(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false // Absent or not executable: the same answer.
  }
}

/** A bare server lacks the libraries a window needs; Electron would end with a linker's message. */
async function whyLibrariesAreMissing(path: string): Promise<string | null> {
  if (process.platform !== 'linux') return null
  const absent = await absentLibraries(path)
  if (absent.length === 0) return null
  if (!(await works(['apt-cache', '--version'])))
    return `Electron needs ${absent.join(', ')}, which this machine lacks`
  const families = [
    'libgtk-3-0',
    'libnss3',
    'libgbm1',
    'libasound2',
    'libxss1',
    'libcups2',
    'libatk-bridge2.0-0',
  ]
  const packages = await Promise.all(families.map((name) => knownPackage([`${name}t64`, name])))
  const why = await install(packages.filter((name) => name !== null))
  if (why !== null) return why
  const still = await absentLibraries(path)
  return still.length === 0 ? null : `Electron needs ${still.join(', ')}, which no package brought`
}

async function absentLibraries(path: string): Promise<string[]> {
  const env = { ...process.env, LD_LIBRARY_PATH: dirname(path) }
  const { stdout } = await outcomeOf(['ldd', path], { env })
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '')
}
