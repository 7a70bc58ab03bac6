import {
  buildIfStale,
  chromiumBinary,
  displayPrefix,
  electronBinary,
  provideFonts,
  runProgram,
} from '../machine'
import { whyRigCannotRun } from '../rig'

export type Readiness =
  | { is: 'ready'; prefix: string[]; env: NodeJS.ProcessEnv }
  /** One sentence: why this machine cannot run the stage. */
  | { is: 'unable'; why: string }

export type Stage = {
  name: string
  command: string[]
  /** How the stage says what it ran: one test in itself, or a JSON report. */
  report: 'itself' | 'vitest' | 'playwright'
  minutes: number
  /** Stages without whose success this one says nothing. */
  after: string[]
  prepare: (signal: AbortSignal) => Promise<Readiness>
  /** When it has ended, however it did. */
  tidy?: () => Promise<unknown>
}

const ready = (): Promise<Readiness> => Promise.resolve({ is: 'ready', prefix: [], env: {} })
const plain = { report: 'itself', minutes: 10, after: [] as string[], prepare: ready } as const

// Tests that share two cores, an engine and a display with everything else are tried once more; the summary names those
// that needed it. What only computes is not.
const engine = [vitest('rig', rigReady, 1), vitest('integration', rigReady, 1)]
const code = [
  { ...plain, name: 'types', command: ['tsc', '--noEmit'] },
  { ...plain, name: 'eslint', command: ['eslint', '.'] },
  { ...plain, name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  {
    ...plain,
    name: 'imports',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'electron',
      'renderer',
      'shared',
      'e2e',
      'packaging',
    ],
  },
  { ...plain, name: 'unused', command: ['knip'] },
  { ...plain, name: 'build', command: ['electron-vite', 'build', '--logLevel', 'warn'] },
  vitest('unit', ready, 0),
  // Needs no engine.
  playwright('package', packageReady),
  // Brings its own, since the lane beside has the other.
  { ...playwright('hostile', besideReady), tidy: endRigBeside },
]
const app = [
  playwright('desktop', desktopReady),
  playwright('browser', browserReady),
  playwright('faults', bothReady),
]

/** Phases follow one another; the lanes of one run side by side: one is all computing, the other mostly waits for an engine. */
export const phases: readonly (readonly (readonly Stage[])[])[] = [[code, engine], [app]]
export const stages: readonly Stage[] = phases.flat(2)

function vitest(name: string, prepare: Stage['prepare'], retries: number): Stage {
  return {
    name,
    command: ['vitest', 'run', '--project', name, `--retry=${retries}`],
    report: 'vitest',
    minutes: 40,
    after: [],
    prepare,
  }
}

function playwright(name: string, prepare: Stage['prepare']): Stage {
  return {
    name,
    command: ['playwright', 'test', '--project', name, '--retries=1'],
    report: 'playwright',
    minutes: 40,
    after: ['build'],
    prepare: async (signal) => {
      const readiness = await prepare(signal)
      // With --only nothing has built the app yet.
      if (readiness.is === 'ready') await buildIfStale(signal)
      return readiness
    },
  }
}

async function rigReady(): Promise<Readiness> {
  const why = await whyRigCannotRun()
  return why === null ? await ready() : { is: 'unable', why }
}

async function desktopReady(): Promise<Readiness> {
  const rig = await rigReady()
  if (rig.is === 'unable') return rig
  const electron = await electronBinary({ download: true })
  if (electron.is === 'absent') return { is: 'unable', why: electron.why }
  const display = await displayPrefix()
  if (display.is === 'absent') return { is: 'unable', why: display.why }
  await provideFonts()
  return { is: 'ready', prefix: display.prefix, env: { BERTH_ELECTRON: electron.path } }
}

/** Neither engine nor rig: the packaged app alone, on a display. */
async function packageReady(): Promise<Readiness> {
  if (process.platform !== 'linux') return { is: 'unable', why: 'packages are looked into on Linux' }
  const electron = await electronBinary({ download: true })
  if (electron.is === 'absent') return { is: 'unable', why: electron.why }
  const display = await displayPrefix()
  if (display.is === 'absent') return { is: 'unable', why: display.why }
  return { is: 'ready', prefix: display.prefix, env: { BERTH_ELECTRON: electron.path } }
}

async function browserReady(): Promise<Readiness> {
  const rig = await rigReady()
  if (rig.is === 'unable') return rig
  const chromium = await chromiumBinary()
  if (chromium.is === 'absent') return { is: 'unable', why: chromium.why }
  await provideFonts()
  return { is: 'ready', prefix: [], env: { BERTH_CHROMIUM: chromium.path } }
}

/** The window, and the page in a browser. */
async function bothReady(): Promise<Readiness> {
  const desktop = await desktopReady()
  if (desktop.is === 'unable') return desktop
  const browser = await browserReady()
  if (browser.is === 'unable') return browser
  return { is: 'ready', prefix: desktop.prefix, env: { ...desktop.env, ...browser.env } }
}

const rigBeside = { BERTH_RIG_NAME: 'beside' }

async function besideReady(): Promise<Readiness> {
  const both = await bothReady()
  return both.is === 'ready' ? { ...both, env: { ...both.env, ...rigBeside } } : both
}

function endRigBeside(): Promise<unknown> {
  return runProgram(['tsx', 'e2e/rig/cli.ts', 'down'], {
    env: rigBeside,
    signal: AbortSignal.timeout(60_000),
  })
}
