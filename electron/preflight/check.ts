// Runs the check in a container of its own and takes it away again, whatever comes of it.
import { labels } from '../../shared/model/labels'
import type { ImageCheck } from '../../shared/contract/preflight'
import { RefusalError } from '../../shared/model/refusal'
import { joinSignals, type CreateSpec, type Engine } from '../engine'
import { newId } from '../owner'
import { checkProgram } from './check-program'
import { nothingFound, readFindings, readSmi, type Findings } from './check-result'

type Way = { command: string[]; read: (output: string) => Findings | null }

/** In this order; the next one is tried when the image has no such program, or it said nothing of use. */
const ways: Way[] = [
  { command: ['python3', '-c', checkProgram], read: readFindings },
  { command: ['python', '-c', checkProgram], read: readFindings },
  { command: ['nvidia-smi', '--query-gpu=name,compute_cap', '--format=csv,noheader'], read: readSmi },
]
const mostLines = 400

/** Importing torch from a cold disk takes tens of seconds. */
export const usualCheckLimit = 120_000

/**
 * Refuses with what the engine says of the start (GpuToolkitMissing, …) and with Cancelled; a check that takes longer than
 * `limit` milliseconds has found nothing, and `raw` says so.
 */
export async function checkImage(
  engine: Engine,
  asked: {
    reference: string
    imageId: string
    requests: CreateSpec['deviceRequests']
    owner: string
    now: () => number
    limit?: number
  },
  signal: AbortSignal,
): Promise<ImageCheck> {
  const { reference, imageId, requests, owner, now, limit = usualCheckLimit } = asked
  const started = performance.now()
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), limit)
  const stop = joinSignals([signal, late.signal])
  const said: string[] = []
  let findings: Findings | null = null
  try {
    for (const { command, read } of ways) {
      const spec = checkSpec({ image: imageId, command, requests, owner })
      const output = await outputOf(engine, spec, stop.signal)
      if (output === null) continue
      said.push(output)
      findings = read(output)
      if (findings !== null) break
    }
  } catch (error) {
    if (signal.aborted) throw new RefusalError('Cancelled')
    if (!late.signal.aborted) throw error
    said.push(`no answer within ${Math.round(limit / 1000)} s`)
  } finally {
    clearTimeout(timer)
    stop.release()
  }
  return {
    image: reference,
    at: now(),
    ...(findings ?? nothingFound),
    raw: said.join('\n'),
    seconds: Math.round(performance.now() - started) / 1000,
  }
}

/** What it printed; null when the image has no such program. */
async function outputOf(engine: Engine, spec: CreateSpec, signal: AbortSignal): Promise<string | null> {
  signal.throwIfAborted()
  // Not aborted itself: the engine would make the container all the same, and nobody would know its id.
  const { id } = await engine.containers.create(spec)
  try {
    signal.throwIfAborted()
    await engine.containers.start(id, signal)
    await engine.containers.wait(id, signal)
    return await engine.containers.lastLog(id, mostLines)
  } catch (error) {
    if (isMissing(error, spec.entrypoint?.[0])) return null
    throw error
  } finally {
    await engine.containers.remove(id, { volumes: true })
  }
}

function isMissing(error: unknown, program: string | undefined): boolean {
  if (!(error instanceof RefusalError) || error.refusal.code !== 'ContainerExited') return false
  return error.refusal.params['command'] === program
}

/** Labelled as a helper of a launch is (a task, an owner, no environment), so that the sweep finds what a killed Berth left. */
function checkSpec(wanted: {
  image: string
  command: string[]
  requests: CreateSpec['deviceRequests']
  owner: string
}): CreateSpec {
  const { image, requests, owner } = wanted
  const [program = '', ...rest] = wanted.command
  const name = `berth-check-${newId()}`
  return {
    ...{ name, image, entrypoint: [program], cmd: rest, env: [], user: '', workingDir: '/' },
    labels: { [labels.made]: '1', [labels.name]: name, [labels.task]: newId(), [labels.owner]: owner },
    ...{ tty: false, openStdin: false, ports: [], binds: [], deviceRequests: requests },
    ...{ shmBytes: null, memoryBytes: null, nanoCpus: null, restart: 'no', init: false },
  }
}
