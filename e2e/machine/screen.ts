import { outcomeOf } from '../rig/command'
import { programAt } from '../rig/requirements'
import type { Found } from './electron'
import { install, knownPackage } from './packages'

/** What to put before a command so that it has a display: nothing, or a virtual one of its own. */
export async function displayPrefix(): Promise<
  { is: 'found'; prefix: string[] } | { is: 'absent'; why: string }
> {
  if (process.platform !== 'linux' || hasDisplay()) return { is: 'found', prefix: [] }
  if ((await programAt('xvfb-run')) === null) {
    const why = await install(['xvfb', 'xauth'])
    if (why !== null) return { is: 'absent', why: `there is no display: ${why}` }
  }
  return { is: 'found', prefix: ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24'] }
}

export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return (process.env['DISPLAY'] ?? '') !== '' || (process.env['WAYLAND_DISPLAY'] ?? '') !== ''
}

/** Playwright's own browsers are not used: the suite drives the Chromium that the system has. */
export async function chromiumBinary(): Promise<Found> {
  const names = ['chromium', 'google-chrome', 'google-chrome-stable']
  const before = await firstProgram(names)
  if (before !== null) return { is: 'found', path: before }
  // On Ubuntu the package only points at a snap, which does not run in a container.
  const why = (await isUbuntu())
    ? 'there is no Chromium or Chrome, and Ubuntu has it as a snap only'
    : await install(['chromium'])
  const after = await firstProgram(names)
  if (after !== null) return { is: 'found', path: after }
  return { is: 'absent', why: why ?? 'the chromium package brought no chromium' }
}

/** Without them Chinese text is boxes in the pictures; nothing fails over it. */
export async function provideFonts(): Promise<void> {
  if ((await programAt('fc-list')) === null || process.getuid?.() !== 0) return
  const { stdout } = await outcomeOf(['fc-list', ':lang=zh-cn', 'family'])
  if (stdout.trim() !== '') return
  const name = await knownPackage(['fonts-noto-cjk'])
  const why = name === null ? null : await install([name])
  if (why !== null) console.log(`Chinese text will show as boxes in the pictures: ${why}`)
}

async function firstProgram(names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    const path = await programAt(name)
    if (path !== null) return path
  }
  return null
}

async function isUbuntu(): Promise<boolean> {
  return (await outcomeOf(['cat', '/etc/os-release'])).stdout.includes('ID=ubuntu')
}
