// What a check printed, read. Anything may stand around the one line that counts: banners, warnings, what torch complains of.
import type { z } from 'zod'
import { ImageCheckSchema, type ImageCheck } from '../../shared/contract/preflight'
import { checkMark } from './check-program'

export type Findings = Pick<ImageCheck, 'by' | 'torch' | 'cuda' | 'cards'>
const FindingsSchema: z.ZodType<Findings> = ImageCheckSchema.pick({
  by: true,
  torch: true,
  cuda: true,
  cards: true,
})

export const nothingFound: Findings = { by: 'nothing', torch: null, cuda: null, cards: [] }

/** null when the line is not there, or is not what the program writes: it was ended in the middle. */
export function readFindings(output: string): Findings | null {
  const line = output.split('\n').find((each) => each.startsWith(checkMark))
  if (line === undefined) return null
  try {
    return FindingsSchema.parse(JSON.parse(line.slice(checkMark.length)))
  } catch {
    return null // the whole output is kept as `raw`
  }
}

/** Of `nvidia-smi --query-gpu=name,compute_cap --format=csv,noheader`; null when it listed nothing that looks like a card. */
export function readSmi(output: string): Findings | null {
  const cards = output.split('\n').flatMap((line) => {
    const [, name, capability] = /^(.+),\s*(\d+\.\d+|\[?N\/A\]?)\s*$/.exec(line.trim()) ?? []
    if (name === undefined || capability === undefined) return []
    return [{ name, capability: /^\d/.test(capability) ? capability : null, productSeconds: null, error: '' }]
  })
  return cards.length === 0 ? null : { by: 'nvidia-smi', torch: null, cuda: null, cards }
}
