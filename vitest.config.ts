import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer}/**/*.test.{ts,tsx}', 'e2e/rig/nvidia/**/*.test.ts'],
          exclude: ['**/*.rig.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'rig',
          include: ['e2e/rig/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
      {
        // Our rooms against the rig's real engine: files end in .rig.test.ts and stand beside the code.
        test: {
          name: 'integration',
          include: ['electron/**/*.rig.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
