// Everything `npm test` runs: lint, types, build, unit, the rig, our rooms against it, and the app end to end.
// A stage that fails does not stop the next; the last line counts it all.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { countsOf, nothing, type Counts, type Failure } from './suite/counts'
import { runProgram } from './machine'
import { phases, stages, type Stage } from './suite/stages'

type Result = Counts & { name: string; seconds: number; note: string }

// In CI nothing that the machine should be able to run may pass by being skipped.
const inCi = !['', '0', 'false', undefined].includes(process.env['CI'])

async function main(): Promise<void> {
  const chosen = chooseStages()
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(signal))
  const reports = await mkdtemp(join(tmpdir(), 'berth-suite-'))
  const results: Result[] = []
  try {
    for (const lanes of phases) {
      const own = lanes
        .map((lane) => lane.filter((stage) => chosen.includes(stage)))
        .filter(({ length }) => length > 0)
      const run = { reports, signal: stop.signal, quietly: own.length > 1 }
      await Promise.all(own.map((lane) => oneLane(lane, results, run)))
    }
  } finally {
    await rm(reports, { recursive: true, force: true })
  }
  summarise(results)
  if (stop.signal.aborted || results.some((result) => result.failed > 0)) process.exitCode = 1
}

function chooseStages(): readonly Stage[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  if (values.only === undefined) return stages
  const names = values.only.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name))
  if (unknown.length > 0)
    throw new Error(
      `No such stage: ${unknown.join(', ')}. There are ${stages.map((stage) => stage.name).join(', ')}.`,
    )
  return stages.filter((stage) => names.includes(stage.name))
}

type Run = {
  reports: string
  signal: AbortSignal
  /** Another lane runs beside: what a stage prints is shown when it has ended. */
  quietly: boolean
}

/** One after another; what they found is added to `results`, which other lanes add to as well. */
async function oneLane(lane: readonly Stage[], results: Result[], run: Run): Promise<void> {
  for (const stage of lane) {
    if (run.signal.aborted) return
    results.push(await oneStage(stage, results, run))
  }
}

function headline(stage: Stage): void {
  console.log(`\n━━ ${stage.name} ${'━'.repeat(Math.max(0, 70 - stage.name.length))}`)
}

async function oneStage(stage: Stage, before: readonly Result[], run: Run): Promise<Result> {
  if (!run.quietly) headline(stage)
  const broken = before.find((result) => stage.after.includes(result.name) && result.failed > 0)
  if (broken !== undefined) return unable(stage, `${broken.name} failed`)
  const started = performance.now()
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(stage.minutes * 60_000)])
  const readiness = await stage.prepare(signal)
  if (readiness.is === 'unable') return unable(stage, readiness.why)
  const file = join(run.reports, `${stage.name}.json`)
  const output = join(run.reports, `${stage.name}.txt`)
  const command = [...readiness.prefix, ...stage.command, ...reporting(stage, file)]
  const ran = runProgram(command, {
    env: { ...readiness.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    signal,
    ...(run.quietly ? { output } : {}),
  })
  const exitCode = await ran.finally(() => stage.tidy?.())
  if (run.quietly) {
    headline(stage)
    process.stdout.write(await readFile(output, 'utf8').catch(() => ''))
  }
  const counts = await countsOf(stage.report, { exitCode, file })
  const seconds = (performance.now() - started) / 1000
  const idle = counts.passed === 0 && counts.failed === 0
  if (idle && inCi) return { name: stage.name, ...counts, failed: 1, seconds, note: 'nothing ran' }
  return { name: stage.name, ...counts, seconds, note: '' }
}

function reporting(stage: Stage, file: string): string[] {
  if (stage.report === 'vitest') return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return stage.report === 'playwright' ? ['--reporter=list,json'] : []
}

function unable(stage: Stage, why: string): Result {
  console.log(`!! SKIPPED ${stage.name}: ${why}`)
  const counts = inCi ? { ...nothing, failed: 1 } : { ...nothing, skipped: 1 }
  return { name: stage.name, ...counts, seconds: 0, note: why.slice(0, 80) }
}

function summarise(results: readonly Result[]): void {
  console.log(
    `\n${'stage'.padEnd(14)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'time'.padStart(10)}`,
  )
  for (const { name, passed, failed, skipped, seconds, note } of results) {
    const figures = `${String(passed).padStart(8)}${String(failed).padStart(8)}${String(skipped).padStart(9)}`
    console.log(`${name.padEnd(14)}${figures}${`${seconds.toFixed(1)} s`.padStart(10)}  ${note}`)
  }
  list(
    'passed only when tried again',
    results.flatMap(({ unsteady }) => unsteady),
  )
  list(
    'failed',
    results.flatMap(({ failures }) => failures),
  )
  const sum = (key: 'passed' | 'failed' | 'skipped') =>
    results.reduce((total, result) => total + result[key], 0)
  const skipped = sum('skipped')
  console.log(
    `\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  )
}

/** At the end, where whoever reads only a log's tail finds it. */
function list(title: string, failures: readonly Failure[]): void {
  for (const { test, why } of failures) console.log(`\n${title}: ${test}\n${why.replace(/^/gm, '    ')}`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
