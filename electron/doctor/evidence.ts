// What was seen, verbatim: commands with their output, files with their text.
import type { Captured } from '../gpu'
import type { FileText } from './machine'

const mostCharacters = 4000

export function ofCommand(argv: readonly string[], ran: Captured): string {
  const said = ran.is === 'missing' ? ran.raw : ran.text.trimEnd()
  const end =
    ran.is === 'silent'
      ? ['(no end within its time limit)']
      : ran.is === 'ended' && ran.code !== 0
        ? [`(exit code ${ran.code ?? 'none: a signal ended it'})`]
        : []
  return [`$ ${argv.join(' ')}`, ...(said === '' ? [] : [cut(said)]), ...end].join('\n')
}

export function ofFile(path: string, file: FileText): string {
  if (file.is === 'absent') return `${path}: not there`
  if (file.is === 'unreadable') return `${path}: ${file.why}`
  return `${path}:\n${cut(file.text.trimEnd())}`
}

export function all(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n')
}

function cut(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}\n…` : text
}
