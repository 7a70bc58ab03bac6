// berth launch: what the Launch button does, for a script.
import { resolve } from 'node:path'
import type { LaunchTask } from '../../shared/contract/launch'
import { defaultSpec, type GpuChoice, type Variable } from '../../shared/model/launch-spec'
import { EnvironmentNameSchema, ImageReferenceSchema } from '../../shared/model/names'
import { RefusalError } from '../../shared/model/refusal'
import type { JupyterServer, RoomServices } from '../services'
import { createConsent } from '../consent'
import { allowPathOption, allowPaths } from './allow-path'
import { confirm, refuseWillNotRun } from './ask-first'
import { Misuse, textOption, textOptions, type Command, type Given, type Surroundings } from './command'
import { engineUp } from './engine'
import { variablesFrom } from './variables'

export const launchCommand: Command = {
  name: 'launch',
  takes: '',
  about: 'launch an environment and wait until it can be used',
  options: {
    image: { type: 'string', value: 'REF', about: 'a catalogue entry or any image (default: the starter)' },
    folder: {
      type: 'string',
      value: 'DIR',
      about:
        'project folder, mounted at /workspace (default: that of last time, at first ~/berth, which is made)',
    },
    name: { type: 'string', value: 'NAME', about: 'its name (default: the folder’s)' },
    gpus: {
      type: 'string',
      value: 'WHICH',
      about:
        'none, all, least-busy, a count, or UUIDs joined by commas (default: least-busy, none without GPUs)',
    },
    env: {
      type: 'string',
      value: 'NAME[=VALUE]',
      multiple: true,
      about:
        'an environment variable; without =VALUE its value here. One that looks like a secret is handed over in a file (repeatable)',
    },
    secret: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      about: 'a saved secret, as a variable of its name (repeatable; see berth secrets)',
    },
    'install-jupyter': {
      type: 'boolean',
      about: 'install JupyterLab where the image has none (else: terminals only)',
    },
    'allow-path': allowPathOption,
    'even-so': { type: 'boolean', about: 'launch also what the pre-flight says will not run here' },
    json: { type: 'boolean', about: 'print the result as JSON' },
  },
  run: async (given, _positionals, around) => {
    const choice = gpuChoice(textOption(given, 'gpus'))
    const name = textOption(given, 'name')
    // Said before anything is pulled, not by the engine after it.
    if (name !== undefined && !EnvironmentNameSchema.safeParse(name).success)
      throw new Misuse(`--name ${name}: 2 to 63 letters, digits, _ . or -, beginning with a letter or digit`)
    const env = variablesFrom(
      { env: textOptions(given, 'env'), secret: textOptions(given, 'secret') },
      around,
    )
    const { services } = await around.rooms()
    await allowPaths(given, services.agreements)
    await engineUp(services.engine, around.signal)
    const spec = await specFrom(given, { gpus: choice, env }, { services, around })
    if (given['even-so'] !== true) await refuseWillNotRun(services, spec, around)
    const consent = createConsent({
      ...services,
      shell: { confirm: (question) => confirm(question, around) },
    })
    const task = await consent.toLaunch({ spec }, () => launched(services, spec, around))
    if (task.state.is !== 'done') throw new RefusalError('Cancelled')
    const { containerId, jupyter, seconds } = task.state
    const url = jupyter
      ? addressOf(await services.jupyter.ready(containerId, { signal: around.signal }))
      : null
    const cards = task.plan.gpus.map(({ label }) => label).join(', ')
    around.err(
      `${task.plan.name} runs on ${cards === '' ? 'the CPU' : cards}, with ${spec.projectFolder} at /workspace`,
    )
    if (given['json'] === true)
      around.out(JSON.stringify({ name: task.plan.name, containerId, url, seconds }))
    else around.out(url ?? `${task.plan.name} runs without JupyterLab: berth sh ${task.plan.name}`)
    return 0
  },
}

async function specFrom(
  given: Given,
  wanted: { gpus: GpuChoice | null; env: Variable[] },
  { services, around }: { services: RoomServices; around: Surroundings },
) {
  const { launch, gpus } = services
  const defaults = await launch.defaults()
  const named = textOption(given, 'image') ?? defaults.starter
  const entry = await entryOf(services, named, around.signal)
  const image = entry?.image ?? named
  if (!ImageReferenceSchema.safeParse(image).success)
    throw new Misuse(`--image ${named} is neither a catalogue entry nor an image reference`)
  const folder = textOption(given, 'folder')
  const found: GpuChoice =
    wanted.gpus ??
    ((await gpus.sample(around.signal)).is === 'live' ? { is: 'least-busy', count: 1 } : { is: 'none' })
  const projectFolder = folder === undefined ? defaults.projectFolder : resolve(folder)
  return {
    ...defaultSpec({ image, entry: entry?.id ?? '', projectFolder, gpus: found }),
    name: textOption(given, 'name') ?? '',
    env: wanted.env,
    withoutJupyter: given['install-jupyter'] === true ? ('install' as const) : ('terminal-only' as const),
  }
}

async function entryOf({ launch }: RoomServices, id: string, signal: AbortSignal) {
  for await (const entries of launch.catalogue(signal)) return entries.find((one) => one.id === id)
  return undefined
}

/** Tells each step as it begins; Ctrl+C cancels the launch and removes what it made. */
async function launched(
  { launch }: RoomServices,
  spec: Parameters<RoomServices['launch']['start']>[0],
  { err, signal }: Surroundings,
): Promise<LaunchTask> {
  const { taskId } = await launch.start(spec)
  let told = -1
  for await (const tasks of launch.tasks(signal)) {
    const task = tasks.find(({ id }) => id === taskId)
    if (task === undefined) continue
    const step = task.plan.steps[task.step]
    if (task.step !== told && step !== undefined) err(`${step.id} …`)
    told = task.step
    if (task.state.is === 'failed') {
      const { code, ...details } = task.state.refusal
      throw new RefusalError(code, details)
    }
    if (task.state.is === 'done' || task.state.is === 'cancelled') return task
  }
  await launch.cancel(taskId)
  throw new RefusalError('Cancelled', { evidence: 'the launch was cancelled, and what it made is removed' })
}

function gpuChoice(text: string | undefined): GpuChoice | null {
  if (text === undefined) return null
  if (text === 'none' || text === 'all') return { is: text }
  if (text === 'least-busy') return { is: 'least-busy', count: 1 }
  if (/^[1-9]\d?$/.test(text)) return { is: 'count', count: Number(text) }
  const uuids = text.split(',')
  if (uuids.every((uuid) => /^(GPU|MIG)-[0-9a-zA-Z/-]{4,80}$/.test(uuid))) return { is: 'cards', uuids }
  throw new Misuse(
    `--gpus ${text}: use none, all, least-busy, a count, or UUIDs joined by commas (berth gpu lists them)`,
  )
}

function addressOf({ host, port, token }: JupyterServer): string {
  return `http://${host}:${port}/lab?token=${encodeURIComponent(token)}`
}
