// berth sessions: which browsers are let in to this user's `berth serve`, and ending that. No key is needed or shown.
import { askRunning, type Answer, type Question } from '../control'
import { homeFolder } from '../home'
import { stateFolderIn } from '../settings'
import { Misuse, type Command, type Surroundings } from './command'

export const sessionsCommand: Command = {
  name: 'sessions',
  takes: '[revoke ID]',
  about: 'list the browsers that are let in to berth serve, or turn them out',
  options: {
    all: { type: 'boolean', about: 'with revoke: every browser of every berth serve of yours' },
    json: { type: 'boolean', about: 'print them as JSON' },
  },
  run: async (given, [verb, id, ...more], around) => {
    const all = given['all'] === true
    const folder = stateFolderIn(homeFolder(around.env))
    const tell = (answers: Answer[], text: string) =>
      around.out(given['json'] === true ? JSON.stringify(answers) : text)
    if (verb === undefined && !all) {
      const answers = await running(folder, { ask: 'list' }, around)
      tell(answers, answers.map((answer) => described(answer, Date.now())).join('\n\n'))
      return answers.length > 0 ? 0 : 1
    }
    if (verb !== 'revoke' || more.length > 0 || all === (id !== undefined))
      throw new Misuse('say berth sessions, berth sessions revoke ID, or berth sessions revoke --all')
    if (id !== undefined && !/^[a-z2-7]{8}$/.test(id))
      throw new Misuse(`“${id}” is no session: berth sessions lists them, with an ID of 8 characters each`)
    const question = id === undefined ? ({ ask: 'revoke-all' } as const) : ({ ask: 'revoke', id } as const)
    const answers = await running(folder, question, around)
    const revoked = answers.flatMap((answer) => answer.revoked)
    tell(answers, revoked.length === 0 ? 'There was none to revoke.' : `Revoked: ${revoked.join(' ')}`)
    // To have turned all of none out is what was asked for.
    return id === undefined ? Number(answers.length === 0) : Number(revoked.length === 0)
  },
}

async function running(folder: string, question: Question, { err }: Surroundings): Promise<Answer[]> {
  const asked = await askRunning(folder, question)
  if (asked.length === 0) err('berth: no berth serve of yours runs here (looked in the same BERTH_HOME)')
  return asked
}

function described({ at, pid, sessions }: Answer, now: number): string {
  const head = `${at} (pid ${pid})`
  if (sessions.length === 0) return `${head}\n  nobody is signed in`
  const rows = [...sessions]
    .sort((a, b) => b.since - a.since)
    .map(({ id, browser, address, since, lastSeen, connected }) => [
      id,
      browser === '' ? '(no name)' : browser,
      address,
      `since ${minute(since)}`,
      connected ? 'open now' : `seen ${ago(now - lastSeen)} ago`,
    ])
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [head, ...rows.map((row) => `  ${line(row)}`)].join('\n')
}

/** In this machine's own time. */
function minute(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return date.toISOString().slice(0, 16).replace('T', ' ')
}

function ago(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000))
  if (minutes < 60) return `${minutes} min`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`
}
