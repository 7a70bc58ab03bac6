// The history's file: columns as they lie in memory, with a head that says how many. Anything else is no history.
import type { Kept } from '.'
import type { Columns } from './ring'

/** Changes with the layout: another version's file is left unread. */
const magic = 'BERTH-GPU-1\n'
const mostCards = 64
const mostPoints = 100_000
const mostNameBytes = 200

/** `magic`, cards; each: name's length, name, then minutes and day: points, then the three columns. All little-endian. */
export function encode(kept: Kept): Buffer {
  const parts: Buffer[] = [Buffer.from(magic, 'latin1'), number(kept.size)]
  for (const [uuid, { minutes, day }] of kept) {
    const name = Buffer.from(uuid, 'utf8')
    parts.push(number(name.length), name)
    for (const { at, utilisationPercent, memoryUsedMiB } of [minutes, day])
      parts.push(number(at.length), bytesOf(at), bytesOf(utilisationPercent), bytesOf(memoryUsedMiB))
  }
  return Buffer.concat(parts)
}

/** null when it is not whole and in every part what `encode` writes. */
export function decode(file: Buffer): Kept | null {
  if (file.subarray(0, magic.length).toString('latin1') !== magic) return null
  const kept: Kept = new Map()
  let at = magic.length
  const take = (length: number): Buffer | null => {
    if (at + length > file.length) return null
    at += length
    return file.subarray(at - length, at)
  }
  const count = (most: number): number | null => {
    const value = take(4)?.readUInt32LE() ?? null
    return value !== null && value <= most ? value : null
  }
  const columns = (): Columns | null => {
    const points = count(mostPoints)
    if (points === null) return null
    const [times, busy, memory] = [take(points * 8), take(points * 4), take(points * 4)]
    if (!times || !busy || !memory) return null
    return {
      at: new Float64Array(aligned(times)),
      utilisationPercent: new Float32Array(aligned(busy)),
      memoryUsedMiB: new Float32Array(aligned(memory)),
    }
  }

  const cards = count(mostCards)
  if (cards === null) return null
  for (let card = 0; card < cards; card += 1) {
    const length = count(mostNameBytes)
    const name = length === null ? null : take(length)
    const minutes = columns()
    const day = columns()
    if (!name || !minutes || !day || !rises(minutes.at) || !rises(day.at)) return null
    kept.set(name.toString('utf8'), { minutes, day })
  }
  return at === file.length ? kept : null
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const bytesOf = (column: Float32Array | Float64Array) =>
  Buffer.from(column.buffer, column.byteOffset, column.byteLength)

/** A copy that begins where typed arrays may begin. */
function aligned(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  return copy
}

/** Also false for NaN and for infinity. */
function rises(at: Float64Array): boolean {
  return at.every((value, index) => Number.isFinite(value) && (index === 0 || value > (at[index - 1] ?? 0)))
}
