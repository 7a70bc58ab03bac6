// Of the catalogue, what comes closest to an image that will not run here, and does run.
import type { ImageFacts, Verdict } from './types'
import { compareVersions, leadingVersion } from './versions'

/** An entry of the catalogue, with its facts and its verdict on this machine. */
export type Alternative = {
  id: string
  title: string
  image: string
  /** As in the launch contract: 'pytorch', 'tensorflow', 'cuda', 'jupyter', 'inference', 'other'. */
  kind: string
  /** Name and version, e.g. 'PyTorch 2.10.0'. */
  framework: string | null
  facts: ImageFacts
  verdict: Verdict
}

const MOST = 3

/** Runs here in full, then within minor-version compatibility; without a GPU only where nothing runs with one. */
const RANK: Record<Verdict['is'], number> = {
  runs: 0,
  'minor-version': 1,
  'without-gpu': 2,
  'cannot-tell': 3,
  'will-not-run': 3,
}

/**
 * At most three, nearest first: the same kind and framework, then the closest CUDA, then the closest version. `target` is the
 * catalogue's own entry where it has one; else its kind is told from its facts.
 */
export function nearestThatRun(
  target: { facts: ImageFacts; entry: Pick<Alternative, 'kind' | 'framework'> | null },
  entries: readonly Alternative[],
): Alternative[] {
  const kind = target.entry?.kind ?? kindOf(target.facts)
  const wanted = nameAndVersion(target.entry?.framework ?? frameworkOf(target.facts))
  const runnable = entries.filter(
    (entry) =>
      RANK[entry.verdict.is] < RANK['cannot-tell'] &&
      entry.image !== target.facts.reference &&
      entry.kind === kind,
  )
  const withGpu = runnable.filter((entry) => entry.verdict.is !== 'without-gpu')
  const distances = (entry: Alternative) => {
    const has = nameAndVersion(entry.framework)
    return [
      Number(has.name !== wanted.name),
      distance(entry.facts.cuda?.value, target.facts.cuda?.value),
      distance(has.version, wanted.version),
      RANK[entry.verdict.is],
    ]
  }
  return (withGpu.length > 0 ? withGpu : runnable)
    .map((entry) => ({ entry, distances: distances(entry) }))
    .sort((a, b) => compareLists(a.distances, b.distances))
    .slice(0, MOST)
    .map(({ entry }) => entry)
}

function kindOf({ torch, cuda, reference }: ImageFacts): string {
  if (torch) return 'pytorch'
  if (/tensorflow/i.test(reference)) return 'tensorflow'
  if (/vllm|sglang|text-generation-inference|ollama/i.test(reference)) return 'inference'
  if (/(?:^|\/)nvidia\/cuda(?:$|[:@])/.test(reference)) return 'cuda'
  return cuda && /torch/i.test(reference) ? 'pytorch' : 'other'
}

function frameworkOf({ torch }: ImageFacts): string | null {
  return torch ? `PyTorch ${torch.value}` : null
}

/** 'PyTorch 2.10.0' → PyTorch, 2.10.0 */
function nameAndVersion(framework: string | null): { name: string; version: string | undefined } {
  const parts = /^(.*?)\s+(v?\d.*)$/.exec(framework ?? '')
  return {
    name: (parts?.[1] ?? framework ?? '').toLowerCase(),
    version: parts?.[2] ? (leadingVersion(parts[2]) ?? undefined) : undefined,
  }
}

/** How far two versions lie apart: a major counts as a hundred minors. An unknown one lies farther than any known. */
function distance(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : Number.MAX_SAFE_INTEGER
  if (compareVersions(a, b) === 0) return 0
  const steps = (version: string) => {
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
    return major * 100 + minor + patch / 100
  }
  return Math.abs(steps(a) - steps(b))
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const difference = value - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
