// The diagnostic bundle: gathered when somebody asks, shown to them whole, saved only where they say.
import { Readable } from 'node:stream'
import type { DoctorState } from '../../shared/contract/doctor'
import type { HostFacts } from '../../shared/contract/host'
import type { DiagnosticsRoom, DoctorRoom, GpuRoom, OfferedFile, SettingsRoom } from '../services'
import type { Engine } from '../engine'
import { bundleText } from './bundle'

/** A doctor that nobody asked yet is given this long; what it has said by then is told. */
const doctorMilliseconds = 12_000

export function createDiagnostics(parts: {
  facts: () => HostFacts
  /** Of what Berth runs on, by name. */
  versions: Readonly<Record<string, string | undefined>>
  engine: Pick<Engine, 'state'>
  gpus: Pick<GpuRoom, 'state'>
  doctor: Pick<DoctorRoom, 'watch'>
  settings: Pick<SettingsRoom, 'get'>
  recentLog: () => readonly string[]
  /** Takes out the secrets that this Berth knows by their values. */
  cover: (text: string) => string
  now: () => number
  limit?: number
}): DiagnosticsRoom {
  const { facts, engine, gpus, doctor, settings, recentLog, cover, now } = parts
  const versions = Object.fromEntries(
    Object.entries(parts.versions).flatMap(([name, version]) =>
      version === undefined ? [] : [[name, version]],
    ),
  )
  return {
    async read(signal) {
      const checks = await lastWord(doctor, parts.limit ?? doctorMilliseconds, signal)
      const text = bundleText({
        at: new Date(now()).toISOString(),
        facts: facts(),
        versions,
        engine: engine.state(),
        gpus: gpus.state(),
        doctor: checks,
        settings: settings.get(),
        log: recentLog(),
        cover,
      })
      return { text }
    },
    file: (text): OfferedFile => ({
      suggestedName: `berth-diagnostics-${new Date(now()).toISOString().slice(0, 10)}.txt`,
      open: () => Promise.resolve(Readable.from([Buffer.from(text, 'utf8')])),
    }),
  }
}

/** The doctor's state once nothing runs any more, or what there is when the time is up. */
async function lastWord(
  doctor: Pick<DoctorRoom, 'watch'>,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<DoctorState | null> {
  const enough = new AbortController()
  const timer = setTimeout(() => enough.abort(), limit)
  const until = AbortSignal.any([enough.signal, ...(signal ? [signal] : [])])
  let last: DoctorState | null = null
  try {
    for await (const state of doctor.watch(until)) {
      last = state
      if (state.checks.length > 0 && state.checks.every((check) => check.state !== 'running')) break
    }
  } finally {
    clearTimeout(timer)
    enough.abort()
  }
  return last
}
