// Which commands mend a finding on this machine: data from assets/doctor-fixes.json, chosen by distribution and engine.
import { z } from 'zod'
import table from '../../assets/doctor-fixes.json'
import type { Fix } from '../../shared/contract/doctor'
import { fixIds, FixIdSchema, type FixId } from '../../shared/model/doctor/findings'
import { shellQuote } from '../../shared/model/launch'
import type { WantedFix } from './check'
import type { Machine } from './machine'

const StepSchema = z.union([
  z.strictObject({
    argv: z.array(z.string()).min(1),
    root: z.boolean().default(true),
    input: z.string().optional(),
  }),
  z.strictObject({ fix: FixIdSchema }),
])
const families = ['debian', 'ubuntu', 'fedora', 'rhel', 'arch', 'suse'] as const
type Family = (typeof families)[number]
const FixesSchema = z.strictObject({
  about: z.string(),
  fixes: z.array(
    z.strictObject({
      id: FixIdSchema,
      source: z.string().min(1),
      verified: z.boolean(),
      ways: z.array(
        z.strictObject({
          for: z.array(z.enum(families)).optional(),
          needs: z.array(z.string()).optional(),
          setup: z.enum(['rootless', 'podman']).optional(),
          applies: z.boolean(),
          steps: z.array(StepSchema),
        }),
      ),
    }),
  ),
})
const entries = new Map(FixesSchema.parse(table).fixes.map((entry) => [entry.id, entry]))
/** Empty when the table is whole; for the test. */
export const fixesWithoutEntry = fixIds.filter((id) => !entries.has(id))

export type Step = { argv: string[]; root: boolean; input: string }
/** What will be run, beside what is shown of it. */
export type ReadyFix = { shown: Fix; steps: Step[] }
export type Setup = 'rootless' | 'podman' | null

type Where = { machine: Machine; family: Family | null; setup: Setup }

export async function fixFor(
  { id, gaps = {} }: WantedFix,
  machine: Machine,
  setup: Setup,
): Promise<ReadyFix> {
  const where = {
    machine,
    family: await familyOf(machine),
    setup: gaps['podman'] === undefined ? setup : ('podman' as const),
  }
  const { steps, applies } = await stepsOf(id, gaps, where)
  const source = entries.get(id)?.source ?? ''
  const shown = {
    id,
    commands: steps.map(typed),
    applies: applies ? await howApplied(machine) : 'no',
    source,
  } as const
  return { shown: { ...shown, commands: [...shown.commands] }, steps }
}

async function stepsOf(
  id: FixId,
  gaps: Record<string, string>,
  where: Where,
): Promise<{ steps: Step[]; applies: boolean }> {
  const way = await wayFor(id, where)
  if (way === null) return { steps: [], applies: false }
  const parts = await Promise.all(
    way.steps.map(async (step): Promise<{ steps: Step[]; applies: boolean }> => {
      if ('fix' in step) return await stepsOf(step.fix, gaps, where)
      const { argv, root, input = '' } = step
      return { steps: [{ argv: argv.flatMap((word) => filled(word, gaps)), root, input }], applies: true }
    }),
  )
  // A part that has no way here would leave the work half done.
  const whole = parts.every(({ steps, applies }) => steps.length > 0 && applies)
  return { steps: parts.flatMap(({ steps }) => steps), applies: way.applies && whole }
}

async function wayFor(id: FixId, { machine, family, setup }: Where) {
  for (const way of entries.get(id)?.ways ?? []) {
    if (way.for !== undefined && (family === null || !way.for.includes(family))) continue
    if (way.setup !== undefined && way.setup !== setup) continue
    const found = await Promise.all((way.needs ?? []).map((need) => isHere(machine, need)))
    if (found.every(Boolean)) return way
  }
  return null
}

async function isHere(machine: Machine, need: string): Promise<boolean> {
  return need.startsWith('/')
    ? (await machine.changedAt(need)) !== null
    : (await machine.programAt(need)) !== null
}

/** An argument whose gap is not filled is left out. */
function filled(word: string, gaps: Record<string, string>): string[] {
  const names = [...word.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  if (names.some((name) => (gaps[name] ?? '') === '')) return []
  return [word.replaceAll(/\{(\w+)\}/g, (_, name: string) => gaps[name] ?? '')]
}

/** As a person would type it. */
function typed({ argv, root, input }: Step): string {
  const command = [...(root ? ['sudo'] : []), ...argv].map(shellQuote).join(' ')
  if (input === '') return command
  const lines = input.trimEnd().split('\n').map(shellQuote).join(' ')
  return `printf '%s\\n' ${lines} | ${command}`
}

async function howApplied(machine: Machine): Promise<Fix['applies']> {
  if (machine.platform !== 'linux') return 'no'
  if (machine.user.uid === 0) return 'root'
  const display = (machine.env['DISPLAY'] ?? '') !== '' || (machine.env['WAYLAND_DISPLAY'] ?? '') !== ''
  return display && (await machine.programAt('pkexec')) !== null ? 'pkexec' : 'no'
}

/** From ID, then ID_LIKE, of os-release(5): Mint is like Ubuntu, Rocky like RHEL, Manjaro like Arch. */
export async function familyOf(machine: Machine): Promise<Family | null> {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const file = await machine.readText(path)
    if (file.is !== 'text') continue
    const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(file.text)?.[1] ?? ''
    for (const id of `${value('ID')} ${value('ID_LIKE')}`.split(' ')) {
      const family = families.find(
        (one) =>
          one === (id.startsWith('opensuse') || id === 'sles' ? 'suse' : id === 'centos' ? 'rhel' : id),
      )
      if (family !== undefined) return family
    }
  }
  return null
}
