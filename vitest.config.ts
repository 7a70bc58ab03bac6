import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{shared,electron,renderer}/**/*.test.{ts,tsx}',
            'e2e/rig/nvidia/**/*.test.ts',
            'e2e/{faults,suite}/*.test.ts',
            'packaging/*.test.ts',
          ],
          exclude: ['**/*.{rig,gpu}.test.ts', '**/node_modules/**'],
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
      {
        // On a machine with an NVIDIA card, where BERTH_REAL_GPU says so: files end in .gpu.test.ts.
        test: {
          name: 'gpu',
          include: ['electron/**/*.gpu.test.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
