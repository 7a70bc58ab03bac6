// The pages' code for a browser: bundled from the app's own sources, so that both run the same xterm.js in the same way.
import { join } from 'node:path'
import { build } from 'esbuild'

/** One self-contained script, and the styles it imports. */
export async function bundlePage(name: 'probe' | 'alone'): Promise<{ script: string; styles: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page', `${name}.ts`)],
    outdir: import.meta.dirname,
    bundle: true,
    write: false,
    // As the app's renderer is built.
    minify: true,
    target: 'chrome130',
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { script: textOf('.js'), styles: textOf('.css') }
}
