#!/usr/bin/env node
// berth on the command line: the same services as the window, for a terminal, a script or a machine without a display.
import Conf from 'conf'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { version } from '../package.json'
import { readInput, runCommand } from './command-line'
import { homeFolder } from './home'
import { createRooms, type Rooms } from './rooms'
import { startWorker } from './terminal'
import { keepRecent, logTo, stackOf } from './log'

async function main(): Promise<number> {
  // A server tells what happens to it; a command answers what it was asked.
  const talks = process.argv[2] === 'serve' || (process.env['BERTH_LOG'] ?? '') !== ''
  const { log, recent } = keepRecent(talks ? logTo(process.stderr) : () => undefined)
  const stop = new AbortController()
  // A second Ctrl+C finds no listener, and ends at once what hangs.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stop.abort())

  const made: Promise<Rooms>[] = []
  const rooms = () => made[0] ?? open()
  const open = () => {
    const opening = createRooms({
      mode: 'headless',
      version,
      folder: homeFolder(process.env),
      openStore: ({ folder, name }) => new Conf({ cwd: folder, configName: name, projectName: 'berth' }),
      env: process.env,
      log,
      recentLog: recent,
      startMirrors: startWorker(join(__dirname, 'mirror.js')),
    })
    made.push(opening)
    return opening
  }
  const code = await runCommand(process.argv.slice(2), {
    out: (text) => console.log(text),
    err: (text) => console.error(text),
    input: () => readInput(process.stdin, () => console.error('Type the value; it is not shown.')),
    log,
    env: process.env,
    version,
    pageFolder: join(__dirname, '../renderer'),
    rooms,
    signal: stop.signal,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask: askIn(stop.signal) } : {}),
  })
  for (const opened of made) await (await opened).dispose()
  return code
}

/** On stderr: what a command answers goes to stdout alone. */
function askIn(signal: AbortSignal) {
  return async (question: string): Promise<boolean> => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr })
    // Ctrl+D and Ctrl+C end the question as well as an answer does.
    const left = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
    try {
      const answer = terminal.question(`${question} [y/N] `, { signal })
      return /^y(es)?$/i.test((await Promise.race([answer, left])).trim())
    } finally {
      terminal.close()
    }
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(stackOf(error))
    process.exit(1)
  },
)
