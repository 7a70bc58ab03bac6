import { defineConfig } from '@playwright/test'

// One engine and one rig serve all the tests, so they run one after another. Here a failing test is not tried
// again; `npm test` tries it once more and names it (e2e/suite/stages.ts).
// docs/reliability.md is written by a run that is asked to, and left alone by every other.
const writesTable = (process.env['BERTH_WRITE_RELIABILITY'] ?? '') !== ''

export default defineConfig({
  reporter: writesTable ? [['list'], ['./e2e/faults/reporter.ts']] : 'list',
  workers: 1,
  retries: 0,
  fullyParallel: false,
  timeout: 120_000,
  outputDir: 'test-results',
  use: { trace: 'off', screenshot: 'only-on-failure', actionTimeout: 20_000 },
  projects: [
    { name: 'desktop', testDir: 'e2e/desktop' },
    { name: 'browser', testDir: 'e2e/browser' },
    { name: 'faults', testDir: 'e2e/faults', testMatch: '*.spec.ts', expect: { timeout: 15_000 } },
    { name: 'hostile', testDir: 'e2e/hostile' },
    { name: 'package', testDir: 'e2e/package' },
  ],
})
