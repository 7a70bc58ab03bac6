import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import babel from '@rolldown/plugin-babel'
import react, { reactCompilerPreset } from '@vitejs/plugin-react'
import type { Plugin } from 'vite'

/**
 * xterm.js makes style elements and style attributes, which the page's policy (electron/page/policy.ts) refuses. Its elements get
 * the document's nonce, its attributes become CSSOM, which no policy covers. xterm is pinned: another text ends the build.
 */
const xtermUnderPolicy: Plugin = {
  name: 'xterm-under-policy',
  apply: 'build',
  transform(code, id) {
    if (!/[/\\]@xterm[/\\]xterm[/\\]lib[/\\]xterm\.mjs$/.test(id)) return null
    const nonce = `{nonce:document.querySelector('meta[property="csp-nonce"]')?.nonce??""}`
    let changes = 0
    const counted = (text: string) => {
      changes += 1
      return text
    }
    const changed = code
      .replace(/[\w.]+\.createElement\("style"\)/g, (made) => counted(`Object.assign(${made},${nonce})`))
      .replace(
        /(\w+)\.setAttribute\("style",`\$\{\1\.getAttribute\("style"\)\|\|""\}(\$\{\w+\};)`\)/g,
        (_, element, rule) => counted(`(${element}.style.cssText+=\`${rule}\`)`),
      )
    if (changes !== 4)
      this.error(`xterm.js makes styles in ${changes} known places, not in 4: look at it again`)
    return { code: changed, map: null }
  },
}

/**
 * What libraries read at their own start for what Berth does not ask of them: BuildKit sessions and `ssh://` (dockerode), schemas
 * and migrations of settings (conf; electron/settings has its own). It is most of what stands behind the window, read at every
 * start. An empty module stands in for each.
 */
const unaskedFor: Plugin = {
  name: 'unasked-for',
  enforce: 'pre',
  resolveId: (id) => (unasked.includes(id) ? '\0unasked-for' : null),
  load: (id) => (id === '\0unasked-for' ? 'export const Ajv2020 = undefined; export default {}' : null),
}
const unasked = [
  ...['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2'],
  ...['ajv/dist/2020.js', 'ajv-formats', 'semver'],
]

// Main and preload are CommonJS so that Electron ≥ 33 (Node ≥ 20.18) runs them; ESM-only libraries are bundled in.
const natives = ['electron', 'node-pty']

export default defineConfig({
  main: {
    plugins: [unaskedFor],
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
          // Read at every start; names stay, for whoever reads a stack.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
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
    plugins: [react(), babel({ presets: [reactCompilerPreset()] }), xtermUnderPolicy],
  },
})
