// Middles and ends of samples.

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** By nearest rank: the smallest value that at least this share of the samples does not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}

export const oneMB = 1_000_000
