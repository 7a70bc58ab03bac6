// Whether a container with GPUs really starts: tried once a round, with an image that is here, and removed in any case.
import { parseList } from '../../../shared/model/nvidia'
import { labels } from '../../../shared/model/labels'
import { RefusalError, refusalFrom } from '../../../shared/model/refusal'
import type { CreateSpec, Engine } from '../../engine'
import { newId } from '../../owner'

export type GpuStart = { evidence: string } & (
  | { is: 'no-image' }
  | { is: 'refused'; image: string; message: string }
  | { is: 'blind'; image: string; message: string }
  /** `cards` is null where the image has not what nvidia-smi needs to run. */
  | { is: 'runs'; image: string; cards: number | null }
)
type Part = Pick<Engine, 'images' | 'containers'>
type Asked = {
  engine: Part
  deviceRequests: CreateSpec['deviceRequests']
  owner: string
  signal: AbortSignal
}

/** The driver's libraries and nvidia-smi are put in only when asked for; images without CUDA do not ask. */
const utility = 'NVIDIA_DRIVER_CAPABILITIES=utility'
/** hello-world and its like hold a single program; what has a shell is larger. */
const leastBytes = 500_000

export async function tryGpuContainer({ engine, deviceRequests, owner, signal }: Asked): Promise<GpuStart> {
  const image = await smallest(engine, signal)
  if (image === null) return { is: 'no-image', evidence: 'the engine has no image yet' }
  const gpus = deviceRequests.some(({ driver }) => driver === 'cdi')
    ? '--device nvidia.com/gpu=all'
    : '--gpus all'
  const asked = `$ docker run --rm ${gpus} --env ${utility} --workdir / --entrypoint nvidia-smi ${image} -L`
  const spec = specFor(image, deviceRequests, owner)
  const made: string[] = []
  try {
    const { id } = await engine.containers.create(spec, signal)
    made.push(id)
    await engine.containers.start(id, signal)
    const { exitCode } = await engine.containers.wait(id, signal)
    const said = (await engine.containers.lastLog(id, 20)).trim()
    const evidence = `${asked}\n${said}${exitCode === 0 ? '' : `\n(exit code ${exitCode})`}`
    const cards = parseList(said).length
    if (exitCode === 0 && cards > 0) return { is: 'runs', image, cards, evidence }
    if (lacksParts(said, exitCode)) return { is: 'runs', image, cards: null, evidence }
    return { is: 'blind', image, message: firstLine(said) || `exit code ${exitCode}`, evidence }
  } catch (error) {
    if (!(error instanceof RefusalError) || signal.aborted) throw error
    const { raw, evidence: said } = refusalFrom(error)
    const message = (raw || said).trim()
    const evidence = `${asked}\n${message}`
    // The hook ran before the program was looked for: the GPUs were handed over.
    if (
      /nvidia-smi.*(executable file not found|no such file)/s.test(message) &&
      !/nvidia-container-cli/.test(message)
    )
      return { is: 'runs', image, cards: null, evidence }
    return { is: 'refused', image, message, evidence }
  } finally {
    // Not with the round's signal: a round that is cut off leaves nothing behind either.
    for (const id of made)
      await engine.containers.remove(id, { volumes: true, signal: AbortSignal.timeout(30_000) })
  }
}

async function smallest(engine: Part, signal: AbortSignal): Promise<string | null> {
  const images = (await engine.images.list(signal)).filter(
    ({ references, sizeBytes }) => references.length > 0 && sizeBytes >= leastBytes,
  )
  images.sort((a, b) => a.sizeBytes - b.sizeBytes)
  return images[0]?.references[0] ?? null
}

/** A helper by its labels (a task and no environment): swept away should Berth die in between. */
function specFor(image: string, deviceRequests: CreateSpec['deviceRequests'], owner: string): CreateSpec {
  const name = `berth-doctor-${newId()}`
  return {
    ...{ name, image, cmd: ['-L'], entrypoint: ['nvidia-smi'], user: '', workingDir: '/', tty: false },
    env: [utility],
    labels: { [labels.made]: '1', [labels.name]: name, [labels.task]: newId(), [labels.owner]: owner },
    ...{ openStdin: false, ports: [], binds: [], deviceRequests, init: false, restart: 'no' },
    ...{ shmBytes: null, memoryBytes: null, nanoCpus: null },
  }
}

/** Alpine and busybox have no glibc, which NVIDIA's programs need: nothing is said about the GPUs then. */
function lacksParts(said: string, exitCode: number): boolean {
  return (
    exitCode === 127 || /not found|no such file or directory|error while loading shared libraries/i.test(said)
  )
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
