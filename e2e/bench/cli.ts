// `npm run bench -- NAME [--json]`: one measurement against the tool a person would use instead.
import { argv, stderr } from 'node:process'

const benches = {
  list: () => import('./list'),
  launch: () => import('./launch'),
}

process.exitCode = await bench(
  argv.slice(2).find((word) => !word.startsWith('-')) ?? '',
  argv.includes('--json'),
)

async function bench(wanted: string, json: boolean): Promise<number> {
  if (!isBench(wanted)) {
    stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json]\n`)
    return 2
  }
  const { run } = await benches[wanted]()
  const figures: Record<string, unknown> = await run()
  if (json) console.log(JSON.stringify(figures))
  else for (const [key, value] of Object.entries(figures)) console.log(`${key.padEnd(24)}${String(value)}`)
  // A bench that states its own limit says whether it was kept.
  return figures['ok'] === false ? 1 : 0
}

function isBench(word: string): word is keyof typeof benches {
  return Object.hasOwn(benches, word)
}
