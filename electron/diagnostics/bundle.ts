// The bundle's text: a head and sections, plain enough to be read by whoever is asked for help. Secrets are removed at the end,
// over the whole, so that no section can forget to.
import type { Check, DoctorState } from '../../shared/contract/doctor'
import type { EngineState } from '../../shared/contract/engine'
import type { GpuState } from '../../shared/contract/gpus'
import { longestBundle } from '../../shared/contract/diagnostics'
import type { HostFacts } from '../../shared/contract/host'
import { redact, type Persons } from '../../shared/model/redact'
import type { Settings } from '../../shared/model/settings'
import { wordFinding } from '../../shared/words/doctor'

export type Gathered = {
  /** ISO 8601. */
  at: string
  facts: HostFacts
  versions: Readonly<Record<string, string>>
  engine: EngineState
  gpus: GpuState
  /** null where nobody has asked the doctor. */
  doctor: DoctorState | null
  settings: Settings
  log: readonly string[]
  cover: (text: string) => string
}

/** Of one check's evidence. */
const longestEvidence = 4_000

export function bundleText(gathered: Gathered): string {
  const { at, facts, versions, engine, gpus, doctor, settings, log, cover } = gathered
  const text = [
    'Berth diagnostic bundle',
    `Made ${at}. Secrets and names were removed by rule: read it before you share it.`,
    section('Berth', [
      `version ${facts.version}, ${facts.mode}, ${facts.platform}, language ${facts.locale}`,
      ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
    ]),
    section('Engine', [json(engine, facts)]),
    section('GPUs', [json(gpus, facts)]),
    section('Doctor', doctorLines(doctor)),
    section('Settings', [json(settings, facts)]),
    section(`Log, the last ${log.length} lines`, log.length === 0 ? ['(nothing was logged)'] : log),
  ].join('\n')
  // Known values first: a rule might take a part of one away, and the rest would not be known any more.
  return cut(redact(cover(text), facts))
}

function section(title: string, lines: readonly string[]): string {
  return `\n== ${title}\n${lines.join('\n')}`
}

/** Each text by itself first: behind an escaped line break no name and no header begins a word any more. */
function json(value: unknown, persons: Persons): string {
  return JSON.stringify(
    value,
    (_key, part: unknown) => (typeof part === 'string' ? redact(part, persons) : part),
    2,
  )
}

function doctorLines(doctor: DoctorState | null): string[] {
  if (!doctor || doctor.checks.length === 0) return ['(no check was made)']
  return doctor.checks.flatMap(checkLines)
}

function checkLines(check: Check): string[] {
  const { title } = wordFinding(check, 'en')
  const took = check.milliseconds === null ? '' : ` (${Math.round(check.milliseconds)} ms)`
  const head = `[${check.state}] ${check.id}: ${check.finding}${title === '' ? '' : `: ${title}`}${took}`
  const evidence = check.evidence.slice(0, longestEvidence)
  const rest = check.evidence.length > longestEvidence ? ['    …'] : []
  return [head, ...(evidence === '' ? [] : evidence.split('\n').map((line) => `    ${line}`)), ...rest]
}

/** The newest lines of the log stand at the end: what is too long loses its middle. */
function cut(text: string): string {
  if (text.length <= longestBundle) return `${text}\n`
  const half = longestBundle / 2 - 20
  return `${text.slice(0, half)}\n… (cut) …\n${text.slice(-half)}\n`
}
