// The command line: reads what was asked for, runs it, and answers with an honest exit code.
import { parseArgs } from 'node:util'
import { RefusalError } from '../../shared/model/refusal'
import { visibleLines } from '../../shared/model/visible'
import { refusalText } from '../../shared/words/refusals'
import { stackOf } from '../log'
import { Misuse, type Command, type Surroundings } from './command'
import { doctorCommand } from './doctor'
import { gpuCommand } from './gpu'
import { launchCommand } from './launch'
import { preflightCommand } from './preflight'
import { secretsCommand } from './secrets'
import { serveCommand } from './serve'
import { sessionsCommand } from './sessions'
import { shCommand } from './sh'

export type { Surroundings } from './command'
export { readInput } from './input'

const commands: Command[] = [
  serveCommand,
  sessionsCommand,
  doctorCommand,
  launchCommand,
  preflightCommand,
  gpuCommand,
  secretsCommand,
  shCommand,
]

export async function runCommand(args: string[], around: Surroundings): Promise<number> {
  const [name = '--help', ...rest] = args
  if (name === '--help' || name === '-h' || name === 'help') return said(around, help())
  if (name === '--version' || name === '-v') return said(around, around.version)
  const command = commands.find((one) => one.name === name)
  try {
    if (command === undefined) throw new Misuse(`there is no command “${name}”; berth --help lists them`)
    const { values, positionals } = parsed(command, rest)
    if (values['help'] === true) return said(around, helpFor(command))
    const [stray] = command.takes === '' ? positionals : []
    if (stray !== undefined)
      throw new Misuse(`berth ${name} takes options only, not “${stray}”; berth ${name} --help lists them`)
    return await command.run(values, positionals, around)
  } catch (error) {
    return failed(error, around)
  }
}

function parsed({ options, name }: Command, args: string[]) {
  const known = Object.fromEntries(
    Object.entries(options).map(([key, { type, multiple = false }]) => [key, { type, multiple }]),
  )
  try {
    return parseArgs({
      args,
      options: { ...known, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
  } catch (error) {
    throw new Misuse(`${error instanceof Error ? error.message : String(error)}; berth ${name} --help`, {
      cause: error,
    })
  }
}

function failed(error: unknown, { err, signal }: Surroundings): number {
  if (error instanceof Misuse) {
    err(visibleLines(`berth: ${error.message}`))
    return 2
  }
  if (error instanceof RefusalError) {
    // What an engine, a registry or a path says must not steer the terminal.
    err(visibleLines(`berth: ${refusalText(error.refusal)}`))
    return signal.aborted ? 130 : 1
  }
  if (signal.aborted) return 130
  err(stackOf(error))
  return 1
}

function said({ out }: Surroundings, text: string): number {
  out(text)
  return 0
}

function help(): string {
  const lines = commands.map((one) => `  berth ${`${one.name} ${one.takes}`.trim().padEnd(20)} ${one.about}`)
  return [
    'Berth: one-click, reproducible machine-learning containers on your GPU workstation',
    '',
    ...lines,
    '',
    '  berth COMMAND --help   its options',
    '  berth --version',
  ].join('\n')
}

function helpFor(command: Command): string {
  const lines = Object.entries(command.options).map(
    ([name, { value, about }]) =>
      `  ${`--${name}${value === undefined ? '' : ` ${value}`}`.padEnd(22)} ${about}`,
  )
  return [
    `berth ${`${command.name} ${command.takes}`.trim()} [options]`,
    `  ${command.about}`,
    '',
    ...lines,
  ].join('\n')
}
