// One cell of nvidia-smi's text. Whatever is not plainly a figure in the expected unit is "no figure", never a guess.

export type Unit = '%' | 'MiB' | 'W' | 'MHz' | 'C'

/** Twelve digits hold every figure the tool prints; longer ones are garbage that a number could not hold exactly. */
const plainFigure = /^(-?\d{1,12}(?:\.\d{1,6})?)(?:\s+(\S+))?$/

/** `24564 MiB`, `97 %`, or `97` alone; null for `[N/A]`, `N/A`, `[Unknown Error]`, other units and other text. */
export function figure(cell: string | undefined, unit: Unit): number | null {
  const match = plainFigure.exec(cell?.trim() ?? '')
  if (!match?.[1] || (match[2] !== undefined && match[2] !== unit)) return null
  return Number(match[1])
}

export function wholeNumber(cell: string | undefined): number | null {
  return cell !== undefined && /^\d{1,9}$/.test(cell.trim()) ? Number(cell) : null
}

/** The tool's stand-ins for data are in brackets; `N/A` also comes without them, `ERR!` from the table view. */
export function words(cell: string | undefined): string | null {
  const text = cell?.trim() ?? ''
  return text === '' || text === 'N/A' || text === 'ERR!' || /^\[.*\]$/.test(text) ? null : text
}

export function matching(cell: string | undefined, pattern: RegExp): string | null {
  const text = words(cell)
  return text !== null && pattern.test(text) ? text : null
}
