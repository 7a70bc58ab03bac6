// The name of an environment: what the user typed, or the folder's own name made fit and unique.

/** A container name out of a folder path: `/data/My project!` → `My-project`. */
export function nameOfFolder(folder: string): string {
  const base = folder.split(/[/\\]/).findLast((part) => part !== '') ?? ''
  const fit = base
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9_.-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$/g, '')
    .slice(0, 56)
  if (fit === '') return 'berth'
  return fit.length === 1 ? `berth-${fit}` : fit
}

/** `vision`, then `vision-2`, `vision-3` … */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const names = new Set(taken)
  if (!names.has(wanted)) return wanted
  for (let next = 2; ; next += 1) if (!names.has(`${wanted}-${next}`)) return `${wanted}-${next}`
}
