// What floods a terminal in practice: the log of a training run, plain and in colour. The same in every run.

const escape = '\u001b'
const blockBytes = 2_000_000

export type Flood = {
  name: 'plain' | 'coloured'
  /** As a program writes it; the terminal's line discipline makes CR LF of every LF. */
  written: Buffer
  /** As it reaches the terminal. */
  arriving: Buffer
}

/** At least `bytes` as it arrives, in whole lines. */
export function flood(name: Flood['name'], bytes: number): Flood {
  const line = name === 'plain' ? plainLine : colouredLine
  const random = seeded(20_250_711)
  const lines: string[] = []
  for (let length = 0, step = 0; length < Math.min(blockBytes, bytes); step += 1) {
    const text = line(step, random)
    lines.push(text)
    length += Buffer.byteLength(text) + 2
  }
  const [written, arriving] = [Buffer.from(`${lines.join('\n')}\n`), Buffer.from(`${lines.join('\r\n')}\r\n`)]
  const times = Math.ceil(bytes / arriving.length)
  return { name, written: repeated(written, times), arriving: repeated(arriving, times) }
}

function repeated(block: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => block))
}

function plainLine(step: number, random: () => number): string {
  const time = new Date(1_760_000_000_000 + step * 137).toISOString()
  const loss = (2.3 / (1 + step / 900) + random() * 0.05).toFixed(4)
  const words = [
    `train.py:${200 + (step % 60)} step ${step}/18000 loss ${loss} lr 3.00e-04 tokens/s ${(41_000 + random() * 3000).toFixed(0)}`,
    `dataloader.py:88 worker ${step % 8} fetched shard-${String(step % 512).padStart(5, '0')}.tar in ${(random() * 40).toFixed(1)} ms`,
    `checkpoint.py:41 wrote /workspace/runs/2025-10-09/step-${step}.safetensors (1.21 GB)`,
  ]
  return `${time} [rank${step % 2}] INFO ${words[Math.floor(random() * 2.2)] ?? ''}`
}

function colouredLine(step: number, random: () => number): string {
  const [date = '', ...rest] = plainLine(step, random).split(' ')
  const [rank = '', level = '', place = '', ...words] = rest
  const tone = 16 + (step % 216)
  return [
    `${escape}[90m${date}${escape}[0m ${escape}[35m${rank}${escape}[0m ${escape}[1;32m${level}${escape}[0m`,
    `${escape}[38;5;${tone}m${place}${escape}[0m`,
    words.map((word) => (/^[\d.]+$/.test(word) ? `${escape}[33m${word}${escape}[39m` : word)).join(' '),
  ].join(' ')
}

/** mulberry32: small, and the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
