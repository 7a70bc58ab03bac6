// Docker's 8-byte frames: stream number, three zeros, length (big-endian), payload. Frames split and join freely across reads.

export type Frame = { from: 'stdout' | 'stderr'; bytes: Buffer }

const names = { 0: 'stdout', 1: 'stdout', 2: 'stderr', 3: 'stderr' } as const

/** Gives each frame's payload as soon as it is whole; call it once per stream. */
export function createFrameReader(): (chunk: Buffer) => Frame[] {
  let held: Buffer = Buffer.alloc(0)
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const frames: Frame[] = []
    while (held.length >= 8) {
      const number = held.readUInt8(0)
      const end = 8 + held.readUInt32BE(4)
      if (number !== 0 && number !== 1 && number !== 2 && number !== 3)
        throw new RangeError(`not a frame of the engine: stream ${number}`)
      if (held.length < end) break
      frames.push({ from: names[number], bytes: held.subarray(8, end) })
      held = held.subarray(end)
    }
    return frames
  }
}

/** Reads a framed stream to its end and decodes both sides. */
export async function collectFrames(
  source: AsyncIterable<unknown>,
): Promise<{ stdout: string; stderr: string }> {
  const parts: Record<Frame['from'], Buffer[]> = { stdout: [], stderr: [] }
  for await (const { from, bytes } of readFrames(source)) parts[from].push(bytes)
  return {
    stdout: Buffer.concat(parts.stdout).toString('utf8'),
    stderr: Buffer.concat(parts.stderr).toString('utf8'),
  }
}

/** Both sides as one text, in the order in which they were written. */
export async function collectInOrder(source: AsyncIterable<unknown>): Promise<string> {
  const parts: Buffer[] = []
  for await (const { bytes } of readFrames(source)) parts.push(bytes)
  return Buffer.concat(parts).toString('utf8')
}

async function* readFrames(source: AsyncIterable<unknown>): AsyncGenerator<Frame> {
  const read = createFrameReader()
  for await (const chunk of source) if (Buffer.isBuffer(chunk)) yield* read(chunk)
}
