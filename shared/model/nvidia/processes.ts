// `--query-compute-apps`: which process holds how much of which card, one row each.
import { parseStamp } from './stamp'
import { figure, words, wholeNumber } from './values'

export type ComputeApp = {
  gpuUuid: string
  pid: number
  /** null where the driver gives no figure (Windows, WSL). */
  usedMiB: number | null
  /** As it was started: 'python', or a path. null where the driver cannot see the name. */
  command: string | null
}

export type AppLine =
  | { is: 'header'; fields: string[] }
  | { is: 'row'; app: ComputeApp; stamp: number | null }
  | { is: 'words'; text: string }
  | { is: 'blank' }

/** `fields` are those of the last header; null before one was seen, when no row can be understood. */
export function readAppLine(line: string, fields: readonly string[] | null): AppLine {
  const text = line.trim()
  if (text === '') return { is: 'blank' }
  const cells = text.split(',').map((cell) => cell.trim())
  const names = cells.map((cell) => cell.replace(/ \[[^\]]*\]$/, ''))
  if (names.includes('pid') && names.includes('gpu_uuid')) return { is: 'header', fields: names }
  const row = fields && cells.length >= fields.length ? readRow(text, cells, fields) : null
  return row ?? { is: 'words', text }
}

function readRow(text: string, cells: string[], fields: readonly string[]): AppLine | null {
  const before = fields.length - 1
  // The last column may itself hold commas: the name of a process does.
  const kept = [...cells.slice(0, before), text.split(',').slice(before).join(',').trim()]
  const at = (...known: string[]): string | undefined =>
    kept[fields.findIndex((name) => known.includes(name))]
  const gpuUuid = words(at('gpu_uuid'))
  const pid = wholeNumber(at('pid'))
  if (gpuUuid === null || !/^(GPU|MIG)-[0-9a-zA-Z/-]{4,80}$/.test(gpuUuid) || pid === null || pid === 0)
    return null
  const usedMiB = figure(at('used_gpu_memory', 'used_memory'), 'MiB')
  const command = words(at('process_name', 'name'))
  return { is: 'row', app: { gpuUuid, pid, usedMiB, command }, stamp: parseStamp(at('timestamp')) }
}

/** A whole text at once: what a query without a loop printed. */
export function parseComputeApps(text: string): ComputeApp[] {
  const apps: ComputeApp[] = []
  let fields: string[] | null = null
  for (const line of text.split(/\r?\n/)) {
    const read = readAppLine(line, fields)
    if (read.is === 'header') fields = read.fields
    if (read.is === 'row') apps.push(read.app)
  }
  return apps
}
