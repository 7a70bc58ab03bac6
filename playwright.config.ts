import { defineConfig } from '@playwright/test'

// One engine and one rig serve all the tests, so they run one after another; a failing test is never tried again.
export default defineConfig({
  workers: 1,
  retries: 0,
  fullyParallel: false,
  timeout: 120_000,
  outputDir: 'test-results',
  use: { trace: 'off', screenshot: 'only-on-failure', actionTimeout: 20_000 },
  projects: [
    { name: 'desktop', testDir: 'e2e/desktop' },
    { name: 'browser', testDir: 'e2e/browser' },
    { name: 'hostile', testDir: 'e2e/hostile' },
    { name: 'package', testDir: 'e2e/package' },
  ],
})
