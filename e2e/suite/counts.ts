import { readFile } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'
import type { Stage } from './stages'

/** A test that failed, and the first lines of why. */
export type Failure = { test: string; why: string }
export type Counts = {
  passed: number
  failed: number
  skipped: number
  failures: readonly Failure[]
  /** Passed, but only when tried again. */
  unsteady: readonly Failure[]
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] }

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().default(''),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

type Suite = { specs?: z.infer<typeof playwrightSpec>[] | undefined; suites?: Suite[] | undefined }
const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default('') })) })),
    }),
  ),
})
const playwrightSuite: z.ZodType<Suite> = z.object({
  specs: z.array(playwrightSpec).optional(),
  suites: z.array(z.lazy(() => playwrightSuite)).optional(),
})
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite),
})

/** What a stage ran, from its report and its exit code: a stage that ended badly never counts as all passed. */
export async function countsOf(
  report: Stage['report'],
  outcome: { exitCode: number; file: string },
): Promise<Counts> {
  const good = outcome.exitCode === 0
  if (report === 'itself') return good ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 }
  const counts = await read(report, outcome.file)
  if (counts === null) return { ...nothing, failed: 1 }
  // A crash outside any test, or a run without a single test, is in the exit code alone.
  return good || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

async function read(report: 'vitest' | 'playwright', file: string): Promise<Counts | null> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null // The stage ended before it could write its report: counted as failed by the caller.
  }
  return report === 'vitest' ? ofVitest(vitestReport.parse(json)) : ofPlaywright(playwrightReport.parse(json))
}

function ofVitest(it: z.infer<typeof vitestReport>): Counts {
  const tests = it.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({
      status: test.status,
      failure: failure(`${name.replace(`${process.cwd()}/`, '')} › ${test.fullName}`, test.failureMessages),
    })),
  )
  // A file that could not be loaded, or a hook outside its tests, is a failure without a test.
  const outside = it.testResults
    .filter(({ status, message }) => status === 'failed' && message !== '')
    .map(({ name, message }) => failure(name.replace(`${process.cwd()}/`, ''), [message]))
  return {
    passed: it.numPassedTests,
    failed: it.numFailedTests,
    skipped: it.numPendingTests + it.numTodoTests,
    failures: [...tests.filter(({ status }) => status === 'failed').map((test) => test.failure), ...outside],
    unsteady: tests
      .filter((test) => test.status === 'passed' && test.failure.why !== '')
      .map((test) => test.failure),
  }
}

function ofPlaywright({ stats, suites }: z.infer<typeof playwrightReport>): Counts {
  const tests = suites.flatMap(specsOf).flatMap((spec) =>
    spec.tests.map((test) => ({
      status: test.status,
      failure: failure(
        `${spec.file} › ${spec.title}`,
        test.results.flatMap(({ errors }) => errors.map(({ message }) => message)),
      ),
    })),
  )
  const those = (status: string) => tests.filter((test) => test.status === status).map((test) => test.failure)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: those('unexpected'),
    unsteady: those('flaky'),
  }
}

function specsOf({ specs = [], suites = [] }: Suite): z.infer<typeof playwrightSpec>[] {
  return [...specs, ...suites.flatMap(specsOf)]
}

function failure(test: string, messages: readonly string[] | null | undefined): Failure {
  const lines = stripVTControlCharacters(messages?.[0] ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return { test, why: lines.slice(0, 12).join('\n') }
}
