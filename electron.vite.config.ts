import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import babel from '@rolldown/plugin-babel'
import react, { reactCompilerPreset } from '@vitejs/plugin-react'

// Main and preload are CommonJS so that Electron ≥ 33 (Node ≥ 20.18) runs them; ESM-only libraries are bundled in.
const natives = ['electron', 'node-pty']

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20.18',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          main: resolve('electron/main.ts'),
          cli: resolve('electron/cli.ts'),
          mirror: resolve('electron/terminal/mirror/worker.ts'),
        },
        external: [...natives, 'bufferutil', 'utf-8-validate', 'cpu-features', /\.node$/],
        output: {
          format: 'cjs',
          entryFileNames: '[name].js',
          // The command line runs without Electron: what it shares with main must not lie in main's own file.
          codeSplitting: { groups: [{ name: 'runtime', test: /^\0?rolldown/ }] },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve('electron/preload.ts') },
        external: natives,
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    build: {
      // From the repository's root: a relative path would start at renderer/.
      outDir: resolve('out/renderer'),
      emptyOutDir: true,
      minify: true,
      target: 'chrome130',
      rolldownOptions: { input: resolve('renderer/index.html') },
    },
    // The React Compiler memoises: a watch that sends a new value draws anew only what shows what changed.
    plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
  },
})
