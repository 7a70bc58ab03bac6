// `npm run demo`: a workstation with simulated GPUs, the starter environment running on it, and the app open on both.
import { parseArgs } from 'node:util'
import { openApp } from './demo/app'
import { demoHome } from './demo/home'
import { launchStarter } from './demo/launch'
import { buildIfStale } from './machine'
import { up } from './rig'
import { RefusalError } from '../shared/model/refusal'
import { refusalText } from '../shared/words/refusals'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { exit: { type: 'boolean', default: false } } })
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const { signal } = stop

  console.log('A workstation for trying Berth: its engine is real, its GPUs are simulated.')
  const rig = await up({ scenario: 'a100x2', log: say, signal })
  await buildIfStale(signal)
  const home = await demoHome(rig)
  const env = { ...process.env, ...rig.env, BERTH_HOME: home.profile }
  const jupyter = await launchStarter({ home, env, signal, log: say })
  const app = await openApp({ env, signal })
  try {
    console.log(
      [
        '',
        `JupyterLab runs at   ${jupyter.url}`,
        `Berth is open        ${app.where}`,
        `Its project folder   ${home.project}`,
        'The two A100 cards you see are simulated; nothing computes on a GPU here.',
        `In a shell           eval "$(npm run --silent rig -- env)" && node out/main/cli.js gpu`,
        values.exit
          ? ''
          : 'Ctrl+C ends Berth and leaves the environment running; npm run rig -- down ends it all.',
      ].join('\n'),
    )
    if (!values.exit) await app.closed
  } finally {
    await app.close()
  }
}

function say(line: string): void {
  console.log(`  ${line}`)
}

/** A refusal says cause, evidence and next step; a message of ours says it already. */
function said(error: unknown): unknown {
  if (error instanceof RefusalError) return refusalText(error.refusal)
  return error instanceof Error ? error.message : error
}

main().catch((error: unknown) => {
  if (error instanceof Error && error.name === 'AbortError') process.exitCode = 130
  else {
    console.error(said(error))
    process.exitCode = 1
  }
})
