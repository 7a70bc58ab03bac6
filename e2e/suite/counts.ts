import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Stage } from './stages'

export type Counts = { passed: number; failed: number; skipped: number }

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
})

/** What a stage ran, from its report and its exit code: a stage that ended badly never counts as all passed. */
export async function countsOf(
  report: Stage['report'],
  outcome: { exitCode: number; file: string },
): Promise<Counts> {
  const good = outcome.exitCode === 0
  if (report === 'itself') return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 }
  const counts = await read(report, outcome.file)
  if (counts === null) return { passed: 0, failed: 1, skipped: 0 }
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
  if (report === 'vitest') {
    const it = vitestReport.parse(json)
    return {
      passed: it.numPassedTests,
      failed: it.numFailedTests,
      skipped: it.numPendingTests + it.numTodoTests,
    }
  }
  const { stats } = playwrightReport.parse(json)
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
}
