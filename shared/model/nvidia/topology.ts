// `topo -m`: how the cards of a machine are connected. Columns are separated by tabs and found by their names.
import type { Topology } from '../../contract/gpus'

/** The header is underlined with escape codes even into a pipe. */
const escapeCodes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g')

/** NV1…, PIX, PXB, PHB, NODE, SYS, older SOC and PSB; X on the diagonal. */
const link = /^[A-Z]{1,4}\d{0,3}$/
const mostNames = 64

/** null where there is no matrix in the text (Windows, one-line errors, garbage). */
export function parseTopology(text: string): Topology | null {
  const lines = text.replace(escapeCodes, '').split(/\r?\n/)
  const start = lines.findIndex((line) => /^\s*GPU\d+(\t|\s*$)/.test(line) && !/\bX\b/.test(line))
  if (start === -1) return null
  const header = cellsOf(lines[start] ?? '')
  // Its first cell, above the names of the rows, is empty.
  const columns = header[0] === '' ? header : ['', ...header]
  const rows = new Map<string, string[]>()
  for (const line of lines.slice(start + 1)) {
    const [name = '', ...cells] = cellsOf(line)
    if (name === '' || !columns.includes(name)) break
    rows.set(name, cells)
  }
  const names = columns
    .slice(1)
    .filter((name) => rows.has(name))
    .slice(0, mostNames)
  if (!names.some((name) => /^GPU\d+$/.test(name))) return null
  const cell = (row: string, column: string): string => rows.get(row)?.[columns.indexOf(column) - 1] ?? ''
  return {
    names,
    links: names.map((one) =>
      names.map((other) => (one === other ? '' : linkIn(cell(one, other)) || linkIn(cell(other, one)))),
    ),
    affinity: affinityOf(names, cell),
  }
}

function cellsOf(line: string): string[] {
  return line.split('\t').map((cell) => cell.trim())
}

function linkIn(cell: string): string {
  return cell !== 'X' && link.test(cell) ? cell : ''
}

function affinityOf(names: string[], cell: (row: string, column: string) => string): Topology['affinity'] {
  const affinity: Topology['affinity'] = {}
  for (const name of names.filter((each) => /^GPU\d+$/.test(each))) {
    const cpus = listed(cell(name, 'CPU Affinity'))
    const numa = listed(cell(name, 'NUMA Affinity'))
    if (cpus !== '' || numa !== '') affinity[name] = { cpus, numa }
  }
  return affinity
}

/** '0-51,104-155'; '' for N/A and for anything else. */
function listed(cell: string): string {
  return /^\d{1,6}(?:[-,]\d{1,6})*$/.test(cell) ? cell : ''
}
