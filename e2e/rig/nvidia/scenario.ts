import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ScenarioName } from '../types'

/** A simulated host: what its nvidia-smi and its container toolkit say. Text may hold no tab or line break. */
const text = z.string().regex(/^[^\t\n]*$/)
const mib = z.number().int().nonnegative()

const process = z.strictObject({
  pid: z.number().int().positive(),
  type: z.enum(['C', 'G', 'C+G']),
  memoryMiB: mib,
  name: text,
  /** Of a MIG device on this card; without it the card itself. */
  mig: text.optional(),
})

const migDevice = z.strictObject({
  profile: text,
  uuid: z.string().regex(/^MIG-[0-9a-f-]{36}$/),
  gpuInstance: z.number().int(),
  computeInstance: z.number().int(),
  totalMiB: mib,
  baseMiB: mib.default(0),
  multiprocessors: z.number().int(),
  /** The table's last two cells as the driver prints them: rarely of interest, so they are text. */
  engines: text.default('  1   0    0    0    0'),
  bar1: text.default('               0MiB /  8191MiB    '),
})

const range = z.strictObject({ idle: z.number(), busy: z.number() })

const gpu = z.strictObject({
  uuid: z.string().regex(/^GPU-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  name: text,
  busId: z.string().regex(/^[0-9A-F]{8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-7]$/),
  memory: z.strictObject({ totalMiB: mib, reservedMiB: mib, baseMiB: mib.default(0) }),
  percent: range.default({ idle: 0, busy: 86 }),
  watts: range,
  celsius: range,
  /** Fields by name; they win over what would be computed. `idle.pstate` and `idle.clocks.sm` are for an idle card. */
  values: z.record(z.string(), text).default({}),
  migs: z.array(migDevice).default([]),
  processes: z.array(process).default([]),
  /** What nvidia-smi says of this card instead of its row. */
  lost: text.optional(),
})

export const scenarioShape = z.strictObject({
  about: z.string(),
  driver: z.string().regex(/^\d+(\.\d+)+$/),
  cuda: z.string().regex(/^\d+\.\d+$/),
  /** Figures do not wander with the time. */
  calm: z.boolean().default(false),
  delayMilliseconds: z.number().int().nonnegative().default(0),
  /** Values that every card shares. */
  values: z.record(z.string(), text).default({}),
  gpus: z.array(gpu).max(16),
  /** `topo -m`: of each card and then each network card, its links to those after it; of each card, its processors. */
  topology: z
    .strictObject({
      nics: z.array(text).default([]),
      links: z.array(z.array(text)),
      cpus: z.array(text).default([]),
      numa: z.array(text).default([]),
    })
    .optional(),
  /** nvidia-smi says this, with this exit code, whatever it is asked. */
  failure: z.strictObject({ exitCode: z.number().int(), text: z.string().regex(/^[^\t]*$/) }).optional(),
  /** What nvidia-container-cli says instead of starting a container. */
  hookFailure: text.optional(),
  /** Version of the loaded kernel module where it is not the driver's; null where none is loaded. */
  kernelModule: z.string().nullable().optional(),
  /** Addresses of cards that are on the bus and that no driver shows. */
  onTheBus: z.array(text).default([]),
  /** There is no nvidia-smi on PATH at all. */
  absent: z.boolean().default(false),
})
export type Scenario = z.infer<typeof scenarioShape>

export async function readScenario(name: ScenarioName): Promise<Scenario> {
  const file = join(import.meta.dirname, 'scenarios', `${name}.json`)
  return scenarioShape.parse(JSON.parse(await readFile(file, 'utf8')))
}
