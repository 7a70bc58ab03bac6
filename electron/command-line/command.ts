import type { Rooms } from '../rooms'
import type { Log } from '../log'

/** What a command may use; nothing of it is Electron's. */
export type Surroundings = {
  out: (text: string) => void
  /** What is piped in, or typed without being shown, to its end. */
  input: () => Promise<string>
  err: (text: string) => void
  log: Log
  env: NodeJS.ProcessEnv
  version: string
  /** Where the built page lies. */
  pageFolder: string
  /** The services, made when first asked for and closed when the command is done. */
  rooms: () => Promise<Rooms>
  /** Asks for a yes in this terminal; left out where nobody sits at one. */
  ask?: (question: string) => Promise<boolean>
  /** Fires on Ctrl+C, or when the system ends us. */
  signal: AbortSignal
}

/** `multiple`: may be given several times. */
type Option = { type: 'string' | 'boolean'; value?: string; multiple?: boolean; about: string }
export type Options = Record<string, Option>
export type Given = Record<string, string | boolean | (string | boolean)[] | undefined>

export type Command = {
  name: string
  /** Positional arguments, for the help: 'NAME' or ''. */
  takes: string
  about: string
  options: Options
  /** The exit code: 0 done, 1 refused or failed, 2 misused. */
  run(given: Given, positionals: string[], around: Surroundings): Promise<number>
}

/** A command that was asked for in a way it does not know: exit code 2. */
export class Misuse extends Error {}

export function textOption(given: Given, name: string): string | undefined {
  const value = given[name]
  return typeof value === 'string' ? value : undefined
}

/** Of an option that may be given several times. */
export function textOptions(given: Given, name: string): string[] {
  const value = given[name]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
