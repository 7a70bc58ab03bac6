import { aptInstall, aptUpdate } from '../rig/apt'
import { outcomeOf } from '../rig/command'
import { programAt } from '../rig/requirements'

/** Installs Debian packages as root. Answers null, or one sentence that says why they could not be had. */
export async function install(packages: readonly string[]): Promise<string | null> {
  const wanted = packages.join(', ')
  if (process.getuid?.() !== 0) return `${wanted} would have to be installed, which needs root`
  if ((await programAt('apt-get')) === null)
    return `${wanted} would have to be installed, and there is no apt-get`
  console.log(`installing ${wanted}`)
  const options = { milliseconds: 15 * 60_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  try {
    await aptUpdate(options)
    await aptInstall(packages, options)
    return null
  } catch (error) {
    return `${wanted} could not be installed: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The first of the names that this release of Debian or Ubuntu knows (since the 64-bit time change some end in t64). */
export async function knownPackage(names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    const { code, stdout } = await outcomeOf(['apt-cache', 'show', '--no-all-versions', name])
    if (code === 0 && stdout.includes('Package:')) return name
  }
  return null
}
