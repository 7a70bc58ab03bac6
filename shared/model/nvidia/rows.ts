// One line of `--query-gpu` output: a header, a card's row, a card that only has an error, or other words.
import type { Card } from '../../contract/gpus'
import { throttleReasons } from './throttling'
import { parseStamp } from './stamp'
import { figure, matching, wholeNumber, words } from './values'

export type Column = { field: string; unit: string }

export type Reading = {
  card: Card
  busId: string | null
  driver: string | null
  /** Milliseconds on the tool's own wall clock: only differences mean anything. */
  stamp: number | null
  /** How many cards the driver counts; null where it was not asked or not said. */
  count: number | null
}

/** A card that the driver names but cannot read. */
export type Trouble = { health: 'lost' | 'unknown'; index: number | null; busId: string | null }

export type Line =
  | { is: 'header'; columns: Column[] }
  | { is: 'row'; reading: Reading }
  | { is: 'trouble'; trouble: Trouble; text: string }
  | { is: 'words'; text: string }
  | { is: 'blank' }

const otherNames: Record<string, string> = {
  gpu_name: 'name',
  gpu_uuid: 'uuid',
  gpu_bus_id: 'pci.bus_id',
  'clocks.sm': 'clocks.current.sm',
  'clocks_throttle_reasons.active': 'clocks_event_reasons.active',
  kmd_version: 'driver_version',
}

export function parseHeader(line: string): Column[] | null {
  const columns: Column[] = []
  for (const cell of line.split(',')) {
    const match = /^([a-z][a-z0-9_.]*)(?: \[([^\]]*)\])?$/.exec(cell.trim())
    if (!match?.[1]) return null
    columns.push({ field: otherNames[match[1]] ?? match[1], unit: match[2] ?? '' })
  }
  return columns.some(({ field }) => field === 'index' || field === 'uuid') ? columns : null
}

/** `columns` are those of the last header; null before one was seen, when no row can be understood. */
export function readLine(line: string, columns: Column[] | null): Line {
  const text = line.trim()
  if (text === '') return { is: 'blank' }
  const header = parseHeader(text)
  if (header) return { is: 'header', columns: header }
  const reading = columns && parseRow(text, columns)
  if (reading) return { is: 'row', reading }
  const trouble = parseTrouble(text)
  return trouble ? { is: 'trouble', trouble, text } : { is: 'words', text }
}

export function parseRow(line: string, columns: Column[]): Reading | null {
  const cells = line.split(',').map((cell) => cell.trim())
  if (cells.length !== columns.length) return null
  const named = new Map<string, string>()
  columns.forEach(({ field, unit }, i) => {
    const cell = cells[i] ?? ''
    // The unit stands in the header, in the cell or (temperature) nowhere: put it beside the figure, so that it is checked.
    const bare = unit !== '' && /^-?[\d.]+$/.test(cell)
    if (words(cell) !== null || !named.has(field)) named.set(field, bare ? `${cell} ${unit}` : cell)
  })
  const uuid = matching(named.get('uuid'), /^(GPU|MIG)-[0-9a-zA-Z/-]{4,80}$/)
  const index = wholeNumber(named.get('index'))
  if (index === null) return null
  return {
    card: cardOf(named, { index, uuid: uuid ?? '' }),
    busId: busIdIn(named.get('pci.bus_id') ?? ''),
    driver: matching(named.get('driver_version'), /^\d[\d.]*$/),
    stamp: parseStamp(named.get('timestamp')),
    count: wholeNumber(named.get('count')),
  }
}

function cardOf(cell: Map<string, string>, identity: { index: number; uuid: string }): Card {
  const mig = words(cell.get('mig.mode.current'))
  const figures = {
    utilisationPercent: figure(cell.get('utilization.gpu'), '%'),
    memoryTotalMiB: figure(cell.get('memory.total'), 'MiB'),
    memoryUsedMiB: figure(cell.get('memory.used'), 'MiB'),
    temperatureCelsius: figure(cell.get('temperature.gpu'), 'C'),
    powerWatts: figure(cell.get('power.draw'), 'W'),
    // Laptops often answer only the enforced limit.
    powerLimitWatts: figure(cell.get('power.limit'), 'W') ?? figure(cell.get('enforced.power.limit'), 'W'),
    fanPercent: figure(cell.get('fan.speed'), '%'),
    smClockMHz: figure(cell.get('clocks.current.sm'), 'MHz'),
  }
  return {
    ...identity,
    name: words(cell.get('name')) ?? '',
    health: healthOf([...cell.values()], figures),
    ...figures,
    performanceState: matching(cell.get('pstate'), /^P\d{1,2}$/),
    computeCapability: matching(cell.get('compute_cap'), /^\d{1,3}\.\d{1,3}$/),
    migEnabled: mig === 'Enabled' ? true : mig === 'Disabled' ? false : null,
    throttling: throttleReasons(cell.get('clocks_event_reasons.active')),
  }
}

function healthOf(cells: string[], figures: Record<string, number | null>): Card['health'] {
  if (cells.some((cell) => /GPU is lost/i.test(cell))) return 'lost'
  if (cells.some((cell) => /requires reset/i.test(cell))) return 'needs-reset'
  const broken = cells.some((cell) => cell === '[Unknown Error]' || cell === 'ERR!')
  return broken && Object.values(figures).every((value) => value === null) ? 'unknown' : 'ok'
}

/** `Unable to determine the device handle for GPU0: 0000:24:00.0: GPU is lost. …`, in its old and new wordings. */
export function parseTrouble(line: string): Trouble | null {
  if (!/unable to determine the device handle for gpu/i.test(line)) return null
  return {
    health: /GPU is lost|fallen off the bus/i.test(line) ? 'lost' : 'unknown',
    index: wholeNumber(/GPU ?(\d{1,3}):/i.exec(line)?.[1]),
    busId: busIdIn(line),
  }
}

/** Drivers print the PCI domain with 4 or 8 digits; ours always has 8. */
function busIdIn(text: string): string | null {
  const id = /([0-9a-f]{4,8}):([0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f])(?![0-9a-f])/i.exec(text)
  return id?.[1] && id[2] ? `${id[1].padStart(8, '0')}:${id[2]}`.toUpperCase() : null
}
