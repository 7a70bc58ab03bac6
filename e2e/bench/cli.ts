// `npm run bench -- NAME [PART…] [--json]`: one measurement against the tool a person would use instead.
import { Console } from 'node:console'
import { argv, stderr, stdout } from 'node:process'

// Standard output is for the figures; what is told on the way goes beside it.
globalThis.console = new Console(stderr)

const benches = {
  list: () => import('./list'),
  launch: () => import('./launch'),
  logs: () => import('./logs'),
  gpu: () => import('./gpu'),
  terminal: () => import('./terminal'),
  start: () => import('./start'),
  idle: () => import('./idle'),
}

const [name = '', ...parts] = argv.slice(2).filter((word) => !word.startsWith('-'))
process.exitCode = await bench(name, parts, argv.includes('--json'))

async function bench(wanted: string, parts: string[], json: boolean): Promise<number> {
  if (!isBench(wanted)) {
    stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json]\n`)
    return 2
  }
  const { run } = await benches[wanted]()
  const figures: Record<string, unknown> = await run(parts)
  if (json) stdout.write(`${JSON.stringify(figures)}\n`)
  else for (const [key, value] of Object.entries(figures)) stdout.write(`${key.padEnd(32)}${String(value)}\n`)
  // A bench that states its own limit says whether it was kept.
  return figures['ok'] === false ? 1 : 0
}

function isBench(word: string): word is keyof typeof benches {
  return Object.hasOwn(benches, word)
}
