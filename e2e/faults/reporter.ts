// Writes docs/reliability.md from what the cases saw. Only when asked (BERTH_WRITE_RELIABILITY=1): see playwright.config.ts.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { kinds } from './kinds'
import { titlesIn } from './titles'
import { rowsIn, tableOf, type Row } from './table'

export const tablePath = join(import.meta.dirname, '../../docs/reliability.md')

export default class ReliabilityTable implements Reporter {
  private readonly seen = new Map<string, Row>()

  onTestEnd({ title }: TestCase, { status, annotations }: TestResult): void {
    const all = (type: string) =>
      annotations.filter((each) => each.type === type).map(({ description = '' }) => description)
    const [done] = all(kinds.done)
    if (status !== 'passed' || done === undefined) return
    this.seen.set(title, {
      title,
      done,
      saw: all(kinds.saw).join(', then '),
      seconds: all(kinds.seconds).join(', '),
    })
  }

  onEnd(): void {
    const before = new Map(rowsBefore().map((row) => [row.title, row]))
    const rows = titlesIn(import.meta.dirname).flatMap(
      (title) => this.seen.get(title) ?? before.get(title) ?? [],
    )
    writeFileSync(tablePath, tableOf(rows))
  }
}

function rowsBefore(): Row[] {
  try {
    return rowsIn(readFileSync(tablePath, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
